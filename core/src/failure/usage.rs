//! How the program is called and set up.

group! {
    /// Usage and configuration.
    Usage:
    Arguments "usage.arguments" of Usage ends Usage
        "命令写法不对：{detail}。" => "请用 --help 查看用法。"
        "The command is not understood: {detail}." => "See --help.";
    NoTerminal "usage.no_terminal" of Usage ends Usage
        "没有终端可供确认，没有结算。" => "请在终端中运行，或在确认金额后加 --yes。"
        "There is no terminal to confirm at; nothing was settled." => "Run it in a terminal, or add --yes once the figures are agreed.";
    NotConfirmed "usage.not_confirmed" of Usage ends Usage
        "没有确认，没有结算。" => "需要时请重新运行；已上传的费用会继续使用。"
        "Not confirmed; nothing was settled." => "Run it again when wanted; what was uploaded serves again.";
    Declined "usage.declined" of Usage ends Usage
        "没有确认，什么也没有做。" => "需要时请重新运行。"
        "Not confirmed; nothing was done." => "Run it again when wanted.";
    UnknownStay "stay.unknown" of Usage ends Usage
        "没有住院号为 {detail} 的记录。" => "请核对住院号。"
        "There is no stay with the number {detail}." => "Check the number.";
    ConfigMissing "config.missing" of Usage ends Usage
        "找不到配置文件：{detail}。" => "请按 README 新建 yijie.toml，或用 --config 指明位置。"
        "The configuration file is not there: {detail}." => "Write yijie.toml as the README shows, or name it with --config.";
    ConfigUnknownKey "config.unknown_key" of Usage ends Usage
        "配置中有不认识的键：{detail}。" => "请改正该行；用 yijie config 查看可用的键。"
        "The configuration has a key that nobody knows: {detail}." => "Mend that line; see the keys with yijie config.";
    ConfigWrongValue "config.wrong_value" of Usage ends Usage
        "配置中的值不对：{detail}。" => "请按所示行号改正。"
        "The configuration has a value that cannot be: {detail}." => "Mend it at the line that is named.";
    ConfigRequired "config.required" of Usage ends Usage
        "配置缺少必填的键：{detail}。" => "请在 yijie.toml 或环境变量中补上。"
        "The configuration lacks a key that must be there: {detail}." => "Add it to yijie.toml or to the environment.";
    SecretUnreadable "config.secret_unreadable" of Usage ends Usage
        "平台密钥读不到：{detail}。" => "请核对密钥文件的路径和权限，或设置对应的环境变量。"
        "The platform's secret cannot be read: {detail}." => "Check the path and permissions of its file, or set the environment variable.";
    PortInUse "desk.port_in_use" of Usage ends Usage
        "本机端口已被占用：{detail}。" => "请确认是否已有窗口在运行；否则在配置中换一个端口。"
        "The local port is in use: {detail}." => "See whether the program is running already; otherwise choose another port.";
    DeskNotRunning "desk.not_running" of Usage ends Usage
        "后台程序没有运行。" => "请先启动后台程序（yijie run）。"
        "The daemon is not running." => "Start it with yijie run.";
    TrainingOnly "desk.training_only" of Usage ends Usage
        "该操作只能在培训平台上使用。" => "请使用培训环境的配置。"
        "This works on the training platform only." => "Use the training configuration.";
}
