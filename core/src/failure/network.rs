//! The line to the platform: nothing of the message reached it.

group! {
    /// The line to the platform.
    Network:
    Unreachable "network.unreachable" of Network ends NotSent
        "连不上医保平台，本次没有发出任何内容：{detail}。" => "请检查医保专线；恢复后程序会继续，也可以按“再试”。"
        "The platform cannot be reached; nothing was sent: {detail}." => "Check the line to the platform; the program goes on when it returns, or press try again.";
    Certificate "network.certificate" of Network ends NotSent
        "医保平台的证书不可信，没有发出任何内容：{detail}。" => "请信息科核对平台证书和本机配置的根证书，不要绕过。"
        "The platform's certificate is not trusted; nothing was sent: {detail}." => "The IT department should compare the platform's certificate with the configured root; do not go round it.";
    NoAnswer "network.no_answer" of Network ends NotSent
        "查询没有得到应答：{detail}。查询不改变任何数据。" => "请稍后再试；反复出现时请检查医保专线。"
        "A query was not answered: {detail}. Queries change nothing." => "Try again in a moment; if it repeats, check the line to the platform.";
}
