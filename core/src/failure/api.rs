//! What the local API turns away.

group! {
    /// The local API.
    Api:
    Host "api.host" of Usage ends Usage
        "请求的主机名不是本机，已拒绝。" => "请用 127.0.0.1 或 localhost 访问。"
        "The request's host is not this machine; refused." => "Use 127.0.0.1 or localhost.";
    Origin "api.origin" of Usage ends Usage
        "网页来源 {detail} 不在允许名单中，已拒绝。" => "确属医院系统时，请在配置中加入该来源。"
        "The page's origin {detail} is not listed; refused." => "If it is the hospital system's, add it to the configuration.";
    Token "api.token" of Usage ends Usage
        "访问令牌缺失或不对，已拒绝。" => "请使用令牌文件中的内容；文件位置见 yijie config。"
        "The access token is missing or wrong; refused." => "Use what stands in the token file; yijie config names it.";
    BodyTooLarge "api.body_too_large" of HospitalData ends HospitalData
        "请求内容过大：{detail}。" => "账单上限为 16 MiB。"
        "The request's body is too large: {detail}." => "A bill has at most 16 MiB.";
    BadRequest "api.bad_request" of HospitalData ends HospitalData
        "请求格式不对：{detail}。" => "请对照接口说明（OpenAPI）改正。"
        "The request is malformed: {detail}." => "Compare it with the OpenAPI description.";
    NoSuchThing "api.not_found" of Usage ends Usage
        "接口地址不存在：{detail}。" => "请对照接口说明（OpenAPI）改正。"
        "There is nothing at this address: {detail}." => "Compare it with the OpenAPI description.";
    Conflict "api.conflict" of Usage ends Usage
        "该次住院正在办理，不能同时进行：{detail}。" => "请等前一步完成；重复的请求会得到同一结果。"
        "The stay is being worked on: {detail}." => "Wait until that is done; a repeated request gets the same result.";
    TooBusy "api.too_busy" of Usage ends Usage
        "同时进行的请求过多，已拒绝。" => "请稍后再试。"
        "Too many requests at once; refused." => "Try again in a moment.";
}
