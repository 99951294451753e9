//! What a faults file may say, and what it decides, without a wire.

use crate::training::{
    exchange::{Reply, Request},
    faults::{Answer, Course, Departure, Faults},
};

fn request(infno: &str) -> Request {
    Request { path: format!("/ebus/training/{infno}"), ..Request::default() }
}

fn faults(text: &str) -> Faults {
    Faults::from_toml(text).expect("faults")
}

#[track_caller]
fn wrong(text: &str, why: &str) {
    let error = Faults::from_toml(text).expect_err("a wrong file").to_string();
    assert!(error.contains(why), "{error}");
}

fn reply(text: &str) -> Reply {
    Reply::new(200, "application/json", text)
}

#[test]
fn nth_occurrence_of_a_transaction_is_hit_and_no_other() {
    let mut faults = faults("[[fault]]\ninfno = \"2304\"\nnth = 2\naction = \"drop_reply\"\n");
    let answers: Vec<Answer> =
        ["2304", "2303", "2304", "2304"].into_iter().map(|infno| faults.course(&request(infno)).answer).collect();
    assert_eq!(answers, [Answer::Own, Answer::Own, Answer::Nothing, Answer::Own]);
}

#[test]
fn rule_without_number_or_transaction_hits_everything() {
    let mut faults = faults("[[fault]]\naction = \"busy\"\n");
    for infno in ["2301", "2304", "2304"] {
        let course = faults.course(&request(infno));
        assert_eq!(course.answer, Answer::Refusal("系统繁忙,请稍后再试".into()));
        assert_eq!(course.deliveries, 0, "a busy platform did nothing");
    }
}

#[test]
fn transaction_on_the_single_url_is_read_from_the_body() {
    let mut faults = faults("[[fault]]\ninfno = \"2304\"\naction = \"drop_request\"\n");
    let single = Request { path: "/CSB".into(), body: br#"{"infno":"2304"}"#.to_vec(), ..Request::default() };
    assert_eq!(faults.course(&single).deliveries, 0);
}

#[test]
fn system_text_may_hide_that_the_message_was_handled() {
    let course =
        |handled| faults(&format!("[[fault]]\naction = \"system\"\nhandled = {handled}\n")).course(&request("2304"));
    assert_eq!((course(true).deliveries, course(false).deliveries), (1, 0));
    assert_eq!(course(true).answer, course(false).answer);
}

#[test]
fn courses_say_what_happens_when() {
    let course = |rule: &str| faults(&format!("[[fault]]\naction = {rule}\n")).course(&request("2304"));
    let ordinary = Course::ordinary();
    assert_eq!(course("\"delay\"\nms = 5"), Course { wait_ms: 5, ..ordinary.clone() });
    assert_eq!(course("\"hold\"\nms = 5"), Course { hold_ms: 5, ..ordinary.clone() });
    assert_eq!(course("\"late\"\nms = 5"), Course { wait_ms: 5, answer: Answer::HungUp, ..ordinary.clone() });
    assert_eq!(course("\"twice\""), Course { deliveries: 2, ..ordinary.clone() });
    let died = Course { down_ms: 9, deliveries: 0, answer: Answer::Nothing, ..ordinary.clone() };
    assert_eq!(course("\"die\"\nms = 9"), died);
    assert_eq!(course("\"die\"\nms = 9\nhandled = true"), Course { deliveries: 1, ..died });
    let Answer::Instead(redirect) = course("\"redirect\"").answer else { panic!("no redirect") };
    assert_eq!((redirect.status, redirect.headers["location"].as_str()), (307, "/training/elsewhere"));
}

#[test]
fn swapped_reply_is_the_one_before() {
    let mut faults = faults("[[fault]]\ninfno = \"2304\"\nnth = 2\naction = \"swap\"\n");
    let mut pass = |text: &str| {
        let course = faults.course(&request("2304"));
        faults.departing(&request("2304"), &course, Some(reply(text)), reply)
    };
    assert_eq!(pass("first"), Departure::Whole(reply("first")));
    assert_eq!(pass("second"), Departure::Whole(reply("first")));
    assert_eq!(pass("third"), Departure::Whole(reply("third")));
}

#[test]
fn truncated_reply_is_half_of_it() {
    let mut faults = faults("[[fault]]\naction = \"truncate\"\n");
    let course = faults.course(&request("2304"));
    assert_eq!(
        faults.departing(&request("2304"), &course, Some(reply("{\"infcode\":0}")), reply),
        Departure::Whole(reply("{\"infc"))
    );
}

#[test]
fn added_faults_count_from_then_on() {
    let mut faults = Faults::default();
    faults.course(&request("2304"));
    faults.add(Faults::from_toml("[[fault]]\nnth = 1\naction = \"cut\"\n").expect("faults"));
    assert_eq!(faults.course(&request("2304")).answer, Answer::CutShort);
    assert_eq!(faults.course(&request("2304")).answer, Answer::Own);
}

#[test]
fn wrong_file_is_refused_with_its_reason() {
    wrong("[[fault]]\naction = \"explode\"\n", "line 2");
    wrong("[[fault]]\naction = \"busy\"\ninfn = \"2304\"\n", "line 3");
    wrong("[[fault]]\naction = \"delay\"\n", "needs `ms`");
    wrong("[[fault]]\naction = \"delay\"\nms = 600001\n", "at most 600000");
    wrong("[[fault]]\naction = \"cut\"\nms = 1\n", "takes no `ms`");
    wrong("[[fault]]\naction = \"refuse\"\n", "needs `text`");
    wrong("[[fault]]\naction = \"busy\"\ntext = \"x\"\n", "takes no `text`");
    wrong("[[fault]]\naction = \"twice\"\nhandled = true\n", "takes no `handled`");
    wrong("[[fault]]\naction = \"cut\"\nnth = 0\n", "counts from 1");
}
