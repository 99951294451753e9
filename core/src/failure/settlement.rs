//! Where an act stands that did not simply succeed or fail, and what only a person can decide.

group! {
    /// The fate of acts.
    Settlement:
    Queued "settlement.queued" of Network ends Waiting
        "已排队，尚未结算：{detail}。" => "患者可以留下押金先离院，单据写明“正在核实，请勿自行报销”；线路恢复后程序继续办理。"
        "Queued, not settled yet: {detail}." => "The patient may leave against the deposit, with a slip that says so; the program goes on when the line returns.";
    InDoubt "settlement.in_doubt" of Network ends Waiting
        "请求已发出，但没有收到可信的应答，是否办成还不知道：{detail}。" => "不要再次结算，不要退押金；程序正在查明，请看待办队列。"
        "The request left and no answer that can be trusted came; whether it was done is not known: {detail}." => "Do not settle again and refund nothing; the program is finding out. See the queue.";
    StayInDoubt "settlement.stay_in_doubt" of Network ends Waiting
        "该次住院有一步结果未明，查明之前不能做别的：{detail}。" => "请等查明后再操作，或用 yijie replay 立即查一次。"
        "One step of this stay is in doubt, and nothing else may happen before it is known: {detail}." => "Wait until it is known, or have it looked up now with yijie replay.";
    OtherBill "settlement.other_bill" of HospitalData ends HospitalData
        "该次住院已按另一份账单结算，没有改动。" => "请核对账单；确需按新账单结算时，先撤销原结算（yijie cancel），再重新结算。"
        "The stay is settled by another bill; nothing was changed." => "Compare the bills; to settle by the new one, cancel the settlement first (yijie cancel).";
    BillHeld "settlement.bill_held" of Network ends Waiting
        "账单已变更，但该次住院有一步结果未明，新账单暂存。" => "结果查明后会用新账单继续，请看待办队列。"
        "The bill changed while a step of the stay is in doubt; the new bill is kept aside." => "The new bill is taken up once the outcome is known. See the queue.";
    PresettleFaulty "settlement.presettle_faulty" of Platform ends Refused
        "平台预结算的各项金额对不上，已停止，没有结算：{detail}。" => "请再试一次预结算；仍对不上时请联系医保办，不要收费。"
        "The figures of the platform's pre-settlement do not add up; stopped, nothing was settled: {detail}." => "Ask for the pre-settlement once more; if they still do not, call the hospital's insurance office and charge nothing.";
    FiguresFaulty "settlement.figures_faulty" of Platform ends Waiting
        "已结算，但平台给出的各项金额对不上：{detail}。" => "结算按平台所给保留；请医保办核对后再收退款。"
        "Settled, but the platform's figures do not add up: {detail}." => "It is kept as the platform gave it; the insurance office must check it before money moves.";
    FiguresDiffer "settlement.figures_differ" of Platform ends Waiting
        "已结算，但与患者看过的预结算不同：{detail}。" => "收退款之前请告知患者；患者不同意时可以撤销结算。"
        "Settled, but not as the pre-settlement that the patient saw: {detail}." => "Tell the patient before money moves; the settlement can be cancelled.";
    PresettleChanged "settlement.presettle_changed" of Platform ends Waiting
        "排队期间预结算变了：{detail}。" => "请把新的金额给患者看，确认后再结算。"
        "The pre-settlement changed while the stay was queued: {detail}." => "Show the patient the new figures and settle once they agree.";
    NoAdmission "settlement.no_admission" of HospitalData ends HospitalData
        "平台上没有该住院号的入院登记，账单中也没有登记所需的信息。" => "请医院系统在账单中补上入院登记（registration）后重新发送。"
        "The platform has no admission under this number, and the bill does not carry what is needed to register one." => "The hospital system must send the bill again with the admission's details (registration).";
    SomebodyElses "settlement.somebody_elses" of Platform ends Waiting
        "平台上有一笔本程序没有办过的结算。" => "请查明是哪个窗口或系统办的，并由负责人写明处理结果；不要再次结算。"
        "A settlement that this program did not make stands on the platform." => "Find out which window or system made it, and have a person in charge write down what follows; do not settle again.";
    StandsUnknown "settlement.stands_unadopted" of Platform ends Waiting
        "结算在平台上已成立，但平台不给出金额，无法接收。" => "请保留押金；医保办从平台取得金额后由负责人完成，或在患者带卡到场时冲正重结。"
        "The settlement stands on the platform, which gives no figures, so it cannot be taken over." => "Keep the deposit; a person in charge finishes it from the platform's own figures, or it is reversed and made again with the patient's card.";
    CannotReverse "settlement.cannot_reverse" of Platform ends Waiting
        "平台拒绝冲正，结果仍未明：{detail}。" => "请医保办与医保经办机构核实后，由负责人写明处理结果。"
        "The platform refuses the reversal, and the outcome is still not known: {detail}." => "The insurance office must settle it with the agency, and a person in charge write down what follows.";
    NeedsPerson "settlement.needs_person" of Platform ends Waiting
        "程序已用尽查明的办法，需要人来决定：{detail}。" => "请负责人看该次住院的经过（yijie show），决定后写明理由。"
        "The program has no further way to find out; a person must decide: {detail}." => "A person in charge should read the stay's story (yijie show), decide and write down why.";
    ClockJumped "settlement.clock_jumped" of Usage ends Waiting
        "本机时间跳变过大，已停止发送：{detail}。" => "请校准时间（北京时间），由负责人确认后继续。"
        "This machine's clock jumped too far; sending has stopped: {detail}." => "Set the clock (+08:00) and have a person in charge confirm it.";
    QueueFull "settlement.queue_full" of Network ends Waiting
        "待办队列已达上限：{detail}。" => "请先处理队列中的项目；新的患者请按全额付费或押金离院办理。"
        "The queue is at its limit: {detail}." => "Work off what waits first; new patients pay in full or leave against the deposit.";
    ClosedSelfPaid "settlement.closed_self_paid" of Usage ends Usage
        "该次住院已按自费结清并交出票据，不能再结算。" => "确需医保结算时，请负责人收回票据后重新打开。"
        "The stay was closed as self-paid and its papers were handed out; it cannot be settled." => "If it must be, a person in charge takes the papers back and opens it again.";
    LeftUnsettled "settlement.left_unsettled" of Network ends Waiting
        "患者已离院，医保尚未结算。" => "线路恢复后请凭原账单结算（yijie settle）；金额办成后自动算出退补。"
        "The patient has left and the stay is not settled yet." => "When the line is back, settle it by its bill (yijie settle); what is refunded or collected is worked out then.";
    MayStand "settlement.may_stand" of Usage ends Waiting
        "该次住院有一笔结算已成立或可能成立，不能按自费结清。" => "请等查明；已结算的先撤销结算，再按自费办理。在此之前患者可以留下押金或全额付费后离院。"
        "A settlement of this stay stands or may stand, so it cannot be closed as self-paid." => "Wait until it is known; cancel one that stands first. Until then the patient may leave against the deposit or pay in full.";
    SettledAlready "settlement.settled_already" of Usage ends Usage
        "该次住院已经结算，不需要按未结算离院办理。" => "请按结算结果收退款并打印结算单（yijie receipt）。"
        "The stay is settled; the patient need not leave it unsettled." => "Refund or collect by the settlement, and print the receipt (yijie receipt).";
    Withdrawing "settlement.withdrawing" of Network ends Waiting
        "该次住院正在逐步撤销，尚未撤完：{detail}。" => "请等撤完，不要再次结算；撤到哪一步请看 yijie queue show。"
        "The stay is being withdrawn step by step, and that is not finished: {detail}." => "Wait for it and do not settle; yijie queue show tells how far it is.";
    NotClosed "settlement.not_closed" of Usage ends Usage
        "该次住院没有按自费结清，无需重新打开。" => "请用 yijie show 查看该次住院的经过。"
        "The stay is not closed as self-paid; there is nothing to open again." => "See its story with yijie show.";
    DealtWith "settlement.dealt_with" of Usage ends Usage
        "该次住院的结算在平台上已成立，并由负责人在本程序之外办结。" => "请以负责人写明的处理结果为准（yijie queue show）；不要再次结算。"
        "The stay's settlement stands on the platform, and a person in charge finished it outside this program." => "Go by what that person wrote down (yijie queue show); do not settle again.";
    RulingNotOffered "settlement.ruling_not_offered" of Usage ends Usage
        "该次住院现在不能这样处理：{detail}。" => "请用 yijie queue show 查看可以选择的处理结果。"
        "This cannot be decided of the stay now: {detail}." => "See with yijie queue show what can be.";
    SecondPerson "settlement.second_person" of Usage ends Usage
        "该决定已记下，还需要第二个人确认，不能是同一个人：{detail}。" => "请另一位负责人用自己的姓名再作一次同样的决定。"
        "The decision is kept and needs a second person to confirm it, not the same one: {detail}." => "Another person in charge makes the same decision under their own name.";
    QueueNearlyFull "settlement.queue_nearly_full" of Network ends Waiting
        "待办队列快到上限：{detail}。" => "请尽快处理队列中的项目；到达上限后，新患者不能排队。"
        "The queue is near its limit: {detail}." => "Work off what waits soon; at the limit no new stay may wait.";
    CancelledMeanwhile "settlement.cancelled_meanwhile" of Usage ends Usage
        "此前的撤销刚刚查明已经完成，本次还没有结算。" => "如需结算，请再办一次。"
        "An earlier cancel has just been found to be done; nothing is settled." => "Settle again if that is wanted.";
    NothingToCancel "settlement.nothing_to_cancel" of Usage ends Usage
        "该次住院没有可以撤销的结算。" => "请用 yijie show 查看该次住院的经过。"
        "The stay has no settlement to cancel." => "See its story with yijie show.";
    RefundFirst "settlement.refund_first" of Usage ends Usage
        "结算后退出的款项还没有收回，不能撤销：{detail}。" => "请先收回已退款项，再撤销结算。"
        "What was refunded after the settlement has not been recovered, so it cannot be cancelled: {detail}." => "Recover it first, then cancel.";
    VoucherExpired "settlement.voucher_expired" of Card ends Waiting
        "电子凭证已过期，排队的结算不能继续。" => "请患者重新出示电子凭证，或插入社会保障卡。"
        "The electronic voucher has run out, so the queued settlement cannot go on." => "The patient must show a new one, or insert the card.";
}
