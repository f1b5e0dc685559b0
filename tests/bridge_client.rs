//! Our client against a scripted bridge, in memory and under a paused clock: everything that the
//! real bridge was seen to do (`bridge-transcript.txt`), and worse.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod support;

use std::{sync::Arc, time::Duration};

use companion::robot::{Address, BodyError, DialError, Link, Nao, Notice, Signal};
use serde_json::{Value, json};
use support::scripted::{Answer, Bridge, Script, Session};
use tokio::{
    sync::{mpsc, watch},
    time::{Instant, sleep, timeout},
};

const SHORT: Duration = Duration::from_secs(5);

/// A link to a scripted bridge, and the bridge's end of it.
struct Linked {
    bridge: Bridge,
    link: Arc<Link>,
    signals: mpsc::Receiver<Signal>,
    session: Session,
}

async fn linked() -> Linked {
    let (bridge, mut sessions) = Bridge::new();
    let address = Address::new("nao.local:80");
    let (link, signals) = Link::open(&bridge, &address).await.unwrap();
    let session = sessions.recv().await.unwrap();
    Linked { bridge, link: Arc::new(link), signals, session }
}

/// A call that runs by itself.
fn calling(
    link: &Arc<Link>,
    service: &'static str,
    method: &'static str,
    within: Duration,
) -> tokio::task::JoinHandle<Result<Value, BodyError>> {
    let link = Arc::clone(link);
    tokio::spawn(async move { link.call(service, method, vec![], within).await })
}

#[tokio::test(start_paused = true)]
async fn calls_run_side_by_side_and_replies_come_in_any_order() {
    let Linked { link, mut session, .. } = linked().await;
    let say = calling(&link, "ALTextToSpeech", "say", SHORT);
    let object = session.look_up("ALTextToSpeech").await;
    let said = session.call().await;
    assert_eq!((said.object, said.member.as_str()), (json!(object), "say"));
    let language = calling(&link, "ALTextToSpeech", "getLanguage", SHORT);
    let asked = session.call().await;
    // The service was looked up once; the later call is answered first, in a list of one.
    session
        .say(&format!(
            r#"5:::{{"name":"reply","args":[{{"idm":{},"result":"French"}}]}}"#,
            asked.idm
        ))
        .await;
    assert_eq!(language.await.unwrap(), Ok(json!("French")));
    assert!(!say.is_finished());
    // Void: no result.
    session.say(&format!(r#"5:::{{"name": "reply", "args": {{"idm": {}}}}}"#, said.idm)).await;
    assert_eq!(say.await.unwrap(), Ok(Value::Null));
}

#[tokio::test(start_paused = true)]
async fn errors_have_types_and_their_texts_are_whole() {
    let Linked { link, mut session, .. } = linked().await;
    let refused = calling(&link, "ALTextToSpeech", "say", SHORT);
    session.look_up("ALTextToSpeech").await;
    let call = session.call().await;
    let text = "Arguments types did not match for say (resolved to '(lll)'):\n  Candidate:\n  say::(m) (1)\n";
    session.error(call.idm, text).await;
    let call = "ALTextToSpeech.say".to_owned();
    assert_eq!(refused.await.unwrap(), Err(BodyError::Refused { call, text: text.into() }));

    let unknown = calling(&link, "ALTextToSpeech", "sing", SHORT);
    let call = session.call().await;
    session.error(call.idm, "'qi.qi_python.Object' object has no attribute 'sing'").await;
    let call = "ALTextToSpeech.sing".to_owned();
    assert_eq!(unknown.await.unwrap(), Err(BodyError::NoSuchMethod { call }));

    let missing = calling(&link, "ALDance", "waltz", SHORT);
    let call = session.call().await;
    session.error(call.idm, "Cannot find service 'ALDance' in index").await;
    let service = "ALDance".to_owned();
    assert_eq!(missing.await.unwrap(), Err(BodyError::NoSuchService { service }));
    // What was not there may be there later: it is looked up again.
    let later = calling(&link, "ALDance", "waltz", SHORT);
    session.look_up("ALDance").await;
    let call = session.call().await;
    session.reply(call.idm, json!(true)).await;
    assert_eq!(later.await.unwrap(), Ok(json!(true)));
}

#[tokio::test(start_paused = true)]
async fn a_service_that_two_seek_at_once_is_looked_up_once() {
    let Linked { link, mut session, .. } = linked().await;
    let calls =
        [calling(&link, "ALMotion", "rest", SHORT), calling(&link, "ALMotion", "wakeUp", SHORT)];
    let object = session.look_up("ALMotion").await;
    for _ in 0..2 {
        let call = session.call().await;
        assert_eq!(call.object, json!(object));
        session.reply(call.idm, Value::Null).await;
    }
    for call in calls {
        assert_eq!(call.await.unwrap(), Ok(Value::Null));
    }
}

#[tokio::test(start_paused = true)]
async fn signals_come_with_64_bit_links_before_their_reply_and_before_their_connection() {
    let Linked { link, mut session, mut signals, .. } = linked().await;
    let following = tokio::spawn({
        let link = Arc::clone(&link);
        async move { link.follow("ALAudio", "volume").await }
    });
    let object = session.look_up("ALAudio").await;
    let connect = session.call().await;
    assert_eq!((connect.member.as_str(), &connect.args), ("volume", &json!(["connect"])));
    // Raised while it is being connected.
    session.signal(object, "volume", &json!([1]), -1).await;
    session.reply(connect.idm, json!(429_496_729_631_i64)).await;
    let followed = following.await.unwrap().unwrap();
    let early = signals.recv().await.unwrap();
    assert_eq!((early.object, early.data), (followed.object, vec![json!(1)]));
    assert_eq!(link.counters().early, 1);

    // The signal first, then the reply to the call that raised it.
    let raising = calling(&link, "ALAudio", "louder", SHORT);
    let call = session.call().await;
    session.signal(object, "volume", &json!([2]), 429_496_729_631).await;
    session.reply(call.idm, Value::Null).await;
    raising.await.unwrap().unwrap();
    assert_eq!(signals.recv().await.unwrap().data, [json!(2)]);

    let unfollowing = tokio::spawn({
        let link = Arc::clone(&link);
        async move { link.unfollow(followed).await }
    });
    let call = session.call().await;
    assert_eq!(call.args, json!(["disconnect", 429_496_729_631_i64]));
    session.reply(call.idm, Value::Null).await;
    unfollowing.await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn properties_are_read_set_and_followed() {
    let Linked { link, mut session, .. } = linked().await;
    let answering = tokio::spawn(async move {
        session.look_up("ALAudio").await;
        let mut seen = Vec::new();
        for result in [json!(0.5), Value::Null, json!(1)] {
            let call = session.call().await;
            assert_eq!(call.member, "volume");
            seen.push(call.args);
            session.reply(call.idm, result).await;
        }
        seen
    });
    assert_eq!(link.property("ALAudio", "volume", SHORT).await, Ok(json!(0.5)));
    link.set_property("ALAudio", "volume", json!(0.25), SHORT).await.unwrap();
    link.follow("ALAudio", "volume").await.unwrap();
    let expected = [json!(["value"]), json!(["setValue", 0.25]), json!(["connect"])];
    assert_eq!(answering.await.unwrap(), expected);
}

#[tokio::test(start_paused = true)]
async fn namespace_1_is_spoken_where_it_is_all_that_there_is() {
    let (bridge, mut sessions) = Bridge::new();
    bridge.script(|path| match path.contains("/1.0/") {
        true => Answer::Session,
        false => Answer::Status(404),
    });
    let address = Address::new("nao.local:80");
    let (link, _signals) = Link::open(&bridge, &address).await.unwrap();
    assert_eq!(link.way(), "nao.local:80/libs/qimessaging/1.0/socket.io/1/");
    let mut session = sessions.recv().await.unwrap();
    let answering = tokio::spawn(async move {
        session.look_up("ALMemory").await;
        let connect = session.call().await;
        session.reply(connect.idm, json!(429_496_729_652_i64)).await;
        let disconnect = session.call().await;
        session.reply(disconnect.idm, Value::Null).await;
        [connect, disconnect].map(|call| (call.key, call.member, call.args))
    });
    let followed = link.follow("ALMemory", "changed").await.unwrap();
    link.unfollow(followed).await.unwrap();
    let key = "method".to_owned();
    let expected = [
        (key.clone(), "registerEvent".to_owned(), json!(["changed"])),
        (key, "unregisterEvent".to_owned(), json!(["changed", 429_496_729_652_i64])),
    ];
    assert_eq!(answering.await.unwrap(), expected);
    // There are no properties, and nothing is sent that could close the connection.
    let refused = link.property("ALMemory", "version", SHORT).await;
    assert_eq!(refused, Err(BodyError::NoSuchMethod { call: "ALMemory.version".into() }));
}

#[tokio::test(start_paused = true)]
async fn garbage_is_counted_and_survived() {
    let Linked { link, mut session, .. } = linked().await;
    let before = link.counters();
    for garbled in ["hello", "", "5:::{", "5:::[]", r#"5:::{"name":"reply","args":{"idm":"x"}}"#] {
        session.say(garbled).await;
    }
    for unknown in
        ["9:::x", "6:::7", "7:::x", "8::", "3:::x", "4:::{}", r#"5:::{"name":"news","args":[1]}"#]
    {
        session.say(unknown).await;
    }
    session.reply(4711, json!("nobody asked")).await;
    session.error(4712, "nobody asked").await;
    session
        .say(r#"5:::{"name":"error","args":{"idm":null,"result":"a signal that is no JSON"}}"#)
        .await;
    // Frames that are none: no UTF-8, a kind that there is not, an extension, binary, a stray part.
    session.bytes(&[0x81, 2, 0xFF, 0xFE]).await;
    session.bytes(&[0x83, 1, b'?']).await;
    session.bytes(&[0xC1, 1, b'?']).await;
    session.bytes(&[0x82, 1, b'?']).await;
    session.bytes(&[0x80, 1, b'?']).await;
    // The link is as good as before.
    let rest = calling(&link, "ALMotion", "rest", SHORT);
    session.look_up("ALMotion").await;
    let call = session.call().await;
    session.reply(call.idm, Value::Null).await;
    assert_eq!(rest.await.unwrap(), Ok(Value::Null));
    let counted = link.counters();
    assert_eq!((counted.garbled, counted.unknown, counted.orphans, counted.dropped), (10, 8, 2, 0));
    assert_eq!(counted.frames_in - before.frames_in, 5 + 7 + 3 + 5 + 2);
    assert_eq!(counted.frames_out - before.frames_out, 2);
}

#[tokio::test(start_paused = true)]
async fn long_frames_are_read_up_to_the_limit_and_stepped_over_beyond_it() {
    let Linked { link, mut session, .. } = linked().await;
    let summary = calling(&link, "ALMotion", "getSummary", SHORT);
    session.look_up("ALMotion").await;
    let call = session.call().await;
    let long = "x".repeat(5 * 1024 * 1024);
    session.reply(call.idm, json!(long)).await;
    assert_eq!(summary.await.unwrap(), Ok(json!(long)));

    let beyond = calling(&link, "ALMotion", "getSummary", SHORT);
    let call = session.call().await;
    session.reply(call.idm, json!("x".repeat(17 * 1024 * 1024))).await;
    let after = calling(&link, "ALMotion", "rest", SHORT);
    let call = session.call().await;
    session.reply(call.idm, Value::Null).await;
    assert_eq!(after.await.unwrap(), Ok(Value::Null));
    assert_eq!(link.counters().garbled, 1);
    assert!(matches!(beyond.await.unwrap(), Err(BodyError::Timeout { .. })));
}

#[tokio::test(start_paused = true)]
async fn signals_that_nobody_reads_are_dropped_and_counted() {
    let Linked { link, mut session, signals, .. } = linked().await;
    for _ in 0..300 {
        session.signal(2, "signal", &json!([1.0]), 1).await;
    }
    let rest = calling(&link, "ALMotion", "rest", SHORT);
    session.look_up("ALMotion").await;
    let call = session.call().await;
    session.reply(call.idm, Value::Null).await;
    rest.await.unwrap().unwrap();
    assert_eq!(link.counters().dropped as usize, 300 - signals.len());
    assert!(signals.len() >= 256);
}

#[tokio::test(start_paused = true)]
async fn no_call_outlives_its_deadline() {
    // The bridge beats, and never answers: not the look-up, not the call.
    let Linked { link, mut session, .. } = linked().await;
    let began = Instant::now();
    let unfound = link.call("ALMotion", "rest", vec![], Duration::from_secs(3)).await;
    let expected = |call: &str, seconds| Err(BodyError::Timeout { call: call.into(), seconds });
    assert_eq!(unfound, expected("ALMotion.rest", 3.0));
    assert_eq!(began.elapsed(), Duration::from_secs(3));

    session.call().await;
    let waking = calling(&link, "ALMotion", "wakeUp", Duration::from_secs(4));
    let began = Instant::now();
    session.look_up("ALMotion").await;
    let late = session.call().await;
    assert_eq!(waking.await.unwrap(), expected("ALMotion.wakeUp", 4.0));
    assert_eq!(began.elapsed(), Duration::from_secs(4));
    // Its reply is nobody's.
    session.reply(late.idm, Value::Null).await;
    sleep(Duration::from_millis(1)).await;
    assert_eq!(link.counters().orphans, 1);
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_takes_nothing_more_stops_neither_deadlines_nor_the_watch() {
    let Linked { link, session, .. } = linked().await;
    let began = Instant::now();
    // Nobody reads: the stream fills up, then the queue.
    let much = json!("x".repeat(32 * 1024));
    let calls: Vec<_> = (0..200)
        .map(|_| {
            let (link, args) = (Arc::clone(&link), vec![much.clone()]);
            tokio::spawn(async move {
                let began = Instant::now();
                let outcome = link.call("ALMotion", "fill", args, SHORT).await;
                (outcome, began.elapsed())
            })
        })
        .collect();
    for call in calls {
        let (outcome, took) = call.await.unwrap();
        assert!(matches!(outcome, Err(BodyError::Timeout { .. })), "{outcome:?}");
        assert_eq!(took, Duration::from_secs(5));
    }
    link.lost().await;
    assert_eq!(began.elapsed(), Duration::from_secs(17));
    drop(session);
}

#[tokio::test(start_paused = true)]
async fn an_order_whose_giver_has_gone_is_not_sent_late() {
    let Linked { link, mut session, .. } = linked().await;
    let known = calling(&link, "ALMotion", "wakeUp", SHORT);
    session.look_up("ALMotion").await;
    let call = session.call().await;
    session.reply(call.idm, Value::Null).await;
    known.await.unwrap().unwrap();
    // The stream is full of what nobody reads; orders are given meanwhile, and given up.
    let filling = tokio::spawn({
        let link = Arc::clone(&link);
        async move { link.call("ALMotion", "fill", vec![json!("x".repeat(512 * 1024))], SHORT).await }
    });
    sleep(Duration::from_millis(1)).await;
    let order = calling(&link, "ALMotion", "angleInterpolation", Duration::from_secs(1));
    assert!(matches!(order.await.unwrap(), Err(BodyError::Timeout { .. })));
    // The peer reads again.
    let fill = session.call().await;
    session.reply(fill.idm, Value::Null).await;
    filling.await.unwrap().unwrap();
    let rest = calling(&link, "ALMotion", "rest", SHORT);
    let next = session.call().await;
    assert_eq!(next.member, "rest", "the order that was given up never arrives");
    session.reply(next.idm, Value::Null).await;
    rest.await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn when_naoqi_dies_whoever_waits_is_told_at_once() {
    let Linked { link, mut session, .. } = linked().await;
    let waiting: Vec<_> = ["rest", "wakeUp", "getAngles"]
        .map(|method| calling(&link, "ALMotion", method, Duration::from_secs(60)))
        .into();
    session.look_up("ALMotion").await;
    for _ in 0..3 {
        session.call().await;
    }
    let began = Instant::now();
    session.say("0::").await;
    for call in waiting {
        assert_eq!(call.await.unwrap(), Err(BodyError::Lost));
    }
    link.lost().await;
    assert_eq!(began.elapsed(), Duration::ZERO);
    assert_eq!(link.call("ALMotion", "rest", vec![], SHORT).await, Err(BodyError::Lost));
}

#[tokio::test(start_paused = true)]
async fn heartbeats_are_answered_and_silence_of_17_s_is_a_loss() {
    let Linked { link, mut session, .. } = linked().await;
    for _ in 0..5 {
        sleep(Duration::from_secs(12)).await;
        session.say("2::").await;
        assert_eq!(session.heard().await, "2::");
    }
    let began = Instant::now();
    link.lost().await;
    assert_eq!(began.elapsed(), Duration::from_secs(17));
}

#[tokio::test(start_paused = true)]
async fn a_bridge_that_announces_another_time_out_is_held_to_it() {
    let (bridge, mut sessions) = Bridge::new();
    bridge.announce(60);
    let (link, _signals) = Link::open(&bridge, &Address::new("nao.local:80")).await.unwrap();
    let _session = sessions.recv().await.unwrap();
    let began = Instant::now();
    link.lost().await;
    assert_eq!(began.elapsed(), Duration::from_secs(60));
}

#[tokio::test(start_paused = true)]
async fn a_frame_that_never_ends_is_no_sign_of_life() {
    let Linked { link, mut session, .. } = linked().await;
    let began = Instant::now();
    // A length of 2^60, and a trickle.
    session.bytes(&[0x81, 127, 0x10, 0, 0, 0, 0, 0, 0, 0]).await;
    let trickling = tokio::spawn(async move {
        loop {
            sleep(Duration::from_secs(1)).await;
            session.bytes(b"2::").await;
        }
    });
    link.lost().await;
    assert_eq!(began.elapsed(), Duration::from_secs(17));
    trickling.abort();
}

#[tokio::test(start_paused = true)]
async fn a_closed_link_says_goodbye() {
    let Linked { link, mut session, .. } = linked().await;
    drop(link);
    assert_eq!(session.heard().await, "0::");
}

#[tokio::test(start_paused = true)]
async fn objects_of_an_old_connection_are_never_used_again() {
    let (bridge, mut sessions) = Bridge::new();
    let address = Address::new("nao.local:80");
    let (old, _signals) = Link::open(&bridge, &address).await.unwrap();
    let mut session = sessions.recv().await.unwrap();
    let answering = tokio::spawn(async move {
        session.look_up("ALMemory").await;
        let connect = session.call().await;
        session.reply(connect.idm, json!(1)).await;
    });
    let followed = old.follow("ALMemory", "changed").await.unwrap();
    answering.await.unwrap();

    let (new, _signals) = Link::open(&bridge, &address).await.unwrap();
    let mut session = sessions.recv().await.unwrap();
    // The same number, given again by the new session, is another object.
    let following = tokio::spawn(async move {
        let followed = new.follow("ALMemory", "changed").await.unwrap();
        (new, followed)
    });
    session.look_up("ALMemory").await;
    let connect = session.call().await;
    session.reply(connect.idm, json!(1)).await;
    let (new, again) = following.await.unwrap();
    assert_ne!(followed.object, again.object);
    // And the old one is refused before anything is sent.
    let sent = new.counters().frames_out;
    assert_eq!(new.unfollow(followed).await, Err(BodyError::Lost));
    assert_eq!(new.counters().frames_out, sent);
}

type Scripted = fn(&str) -> Answer;

/// How dialling fails, and after how long.
async fn refusal(script: impl Script) -> (DialError, Duration) {
    let (bridge, _sessions) = Bridge::new();
    bridge.script(script);
    let began = Instant::now();
    let error = Link::open(&bridge, &Address::new("nao.local:80")).await.err().unwrap();
    (error, began.elapsed())
}

#[tokio::test(start_paused = true)]
async fn each_way_to_fail_has_its_own_sentence_within_5_s() {
    let web = || "nao.local:80".to_owned();
    let cases: [(DialError, Scripted); 12] = [
        (DialError::Unknown("nao.local".into()), |_| Answer::NoAddress),
        (DialError::Unreachable(web()), |_| Answer::Swallowed),
        (DialError::Closed(web()), |_| Answer::Refused),
        (DialError::Hung(web()), |_| Answer::Hung),
        (DialError::NoBridge(web()), |_| Answer::Status(404)),
        (DialError::NoBridge(web()), |_| Answer::Bytes(b"SSH-2.0-OpenSSH_9.6\r\n")),
        (DialError::NoBridge(web()), |_| {
            Answer::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>")
        }),
        (DialError::NoBridge(web()), |_| Answer::Bytes(b"")),
        (DialError::Locked(web()), |_| Answer::Status(401)),
        (DialError::Booting(web()), |_| Answer::Status(500)),
        (DialError::Silent(web()), |_| Answer::Expired),
        (DialError::Silent(web()), |_| Answer::Unconfirmed),
    ];
    let mut sentences = std::collections::BTreeSet::new();
    for (expected, script) in cases {
        let (error, took) = refusal(script).await;
        assert_eq!(error, expected);
        assert!(took < Duration::from_secs(5), "{error}: {took:?}");
        sentences.insert(error.to_string());
    }
    assert_eq!(sentences.len(), 8, "{sentences:#?}");
}

#[tokio::test(start_paused = true)]
async fn half_open_peers_end_within_5_s_at_every_step() {
    // Answers that stop in the middle.
    let stopping: [Scripted; 3] = [
        |_| Answer::Stops(b""),
        |_| Answer::Stops(b"HTTP/1.1 200 OK\r\nContent-Le"),
        |_| Answer::Stops(b"HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n219883efbc8b9e85"),
    ];
    for script in stopping {
        let (error, took) = refusal(script).await;
        assert_eq!(error, DialError::Hung("nao.local:80".into()));
        assert!(took < Duration::from_secs(5), "{took:?}");
    }
    // The handshake is answered, the upgrade is not.
    let (error, took) = refusal(|path: &str| match path.contains("websocket/") {
        true => Answer::Hung,
        false => Answer::Session,
    })
    .await;
    assert_eq!(error, DialError::Silent("nao.local:80".into()));
    assert!(took < Duration::from_secs(5), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn the_way_that_worked_is_tried_first_and_the_others_when_it_fails() {
    let (bridge, mut sessions) = Bridge::new();
    let address = Address::new("nao.local:80");
    // A V5 whose web server is not reached: only the bridge itself, only namespace 1.0.
    bridge.script(|path: &str| match path {
        path if path.starts_with("nao.local:80/") => Answer::Swallowed,
        path if path.contains("/1.0/") => Answer::Session,
        _ => Answer::Status(404),
    });
    let (first, _signals) = Link::open(&bridge, &address).await.unwrap();
    assert_eq!(first.way(), "nao.local:8002/1.0/1/");
    drop(sessions.recv().await.unwrap());
    let began = Instant::now();
    let asked = bridge.asked().len();
    let (again, _signals) = Link::open(&bridge, &address).await.unwrap();
    assert_eq!(again.way(), first.way());
    assert_eq!(began.elapsed(), Duration::ZERO, "nothing else was tried");
    assert_eq!(bridge.asked()[asked], "nao.local:8002/1.0/1/");
    // Updated over lunch: now there is namespace 2 alone, through the web server.
    bridge.script(|path: &str| match path {
        path if path.starts_with("nao.local:8002/") => Answer::Refused,
        path if path.contains("/1.0/") => Answer::Status(404),
        _ => Answer::Session,
    });
    let (updated, _signals) = Link::open(&bridge, &address).await.unwrap();
    assert_eq!(updated.way(), "nao.local:80/libs/qimessaging/2/socket.io/1/");
}

#[tokio::test(start_paused = true)]
async fn one_dialling_opens_one_session() {
    let Linked { bridge, .. } = linked().await;
    let path = "nao.local:80/libs/qimessaging/2/socket.io/1/";
    let asked = bridge.asked();
    assert_eq!(asked[0], path);
    assert!(asked[1].starts_with(&format!("{path}websocket/")), "{asked:?}");
    assert_eq!(asked.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn after_naoqi_died_the_robot_is_found_again_and_stopped_first() {
    let (bridge, mut sessions) = Bridge::new();
    let (notices, mut told) = mpsc::channel(64);
    let (_stop, stop) = watch::channel(0);
    let nao = Nao::connect_over(Arc::new(bridge.clone()), "nao.local:80", notices, stop);
    // The main connection and the one for stop.
    let naoqi = |session: Session| tokio::spawn(session.plays_naoqi());
    let playing = [naoqi(sessions.recv().await.unwrap()), naoqi(sessions.recv().await.unwrap())];
    let connected =
        timeout(SHORT, next(&mut told, |notice| matches!(notice, Notice::Connected { .. })));
    assert!(connected.await.is_ok());

    // It dies: 500 at each handshake, then an expired id once, then it is back.
    bridge.script(|_: &str| Answer::Status(500));
    bridge.hang_up("0::");
    for played in playing {
        played.await.unwrap();
    }
    next(&mut told, |notice| *notice == Notice::Lost).await;
    let mut trouble = nao.trouble();
    let why = trouble.wait_for(Option::is_some).await.unwrap().clone().unwrap();
    assert!(why.contains("still starting up"), "{why}");
    sleep(Duration::from_secs(90)).await;
    bridge.script(|_: &str| Answer::Expired);
    sleep(Duration::from_secs(40)).await;
    bridge.script(|_: &str| Answer::Session);
    let began = Instant::now();
    let playing = [naoqi(sessions.recv().await.unwrap()), naoqi(sessions.recv().await.unwrap())];
    assert!(began.elapsed() < Duration::from_secs(25), "{:?}", began.elapsed());
    next(&mut told, |notice| *notice == Notice::Back).await;
    bridge.hang_up("0::");
    // The connection that watches the robot says stop before anything else; the one for stop,
    // which only looks its services up, may not have come so far.
    let mut watching = 0;
    for played in playing {
        let called = played.await.unwrap();
        if called.iter().any(|method| method == "subscriber") {
            watching += 1;
            let first = called.iter().find(|method| *method != "service");
            assert_eq!(first.unwrap(), "killAll", "{called:?}");
        }
    }
    assert_eq!(watching, 1);
}

async fn next(told: &mut mpsc::Receiver<Notice>, wanted: impl Fn(&Notice) -> bool) -> Notice {
    loop {
        let notice = told.recv().await.expect("the robot is watched");
        if wanted(&notice) {
            return notice;
        }
    }
}
