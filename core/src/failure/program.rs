//! Faults of this program.

group! {
    /// This program.
    Program:
    Internal "internal" of ThisProgram ends ThisProgram
        "程序内部错误：{detail}。" => "请重新打开程序；已记录的办理不会丢失。请把这句话和时间告诉信息科。"
        "A fault of this program: {detail}." => "Start it again; nothing that was recorded is lost. Tell the IT department these words and the time.";
    Stopped "internal.stopped" of ThisProgram ends Waiting
        "程序被中止，办理停在半途。" => "重新打开程序后会自动查明并继续，请看待办队列。"
        "The program was stopped half way." => "It finds out and goes on when it is started again. See the queue.";
    Environment "internal.environment" of ThisProgram ends ThisProgram
        "本机缺少运行所需的条件：{detail}。" => "请信息科按 README 检查安装。"
        "This machine lacks something that the program needs: {detail}." => "The IT department should check the installation against the README.";
}
