//! What was found on a robot, as a page for people.

use std::fmt::Write;

use crate::robot::doctor::Report;

/// The report as text; whether the robot waved, when it was asked to.
pub fn text(report: &Report, waved: Option<bool>) -> String {
    let way = &report.way;
    let mut page = format!("{}, NAOqi {}, at {}\n", report.name, report.naoqi, way.address);
    let mut line = |what: &str, found: String| {
        // Writing to a text does not fail.
        let _ = writeln!(page, "  {what:12}{found}");
    };
    line("way", format!("{} (namespace {})", way.route, way.namespace));
    line("services", services(report));
    line("voices", voices(report));
    line("battery", battery(report));
    line("heat", heat(report));
    line("limits", limits(report));
    let motors = if report.awake { "motors on" } else { "motors off" };
    line("posture", format!("{} ({}), {motors}", report.posture, report.family));
    let life = report.life.as_deref().unwrap_or("none");
    let class = if report.taken { "; a class has it, or left it so" } else { "" };
    line("life", format!("{life}{class}"));
    let reflexes = match report.switched_off.as_slice() {
        [] => "on".to_owned(),
        off => format!("switched off: {}", off.join(", ")),
    };
    line("reflexes", reflexes);
    let times = report.round_trips.map_or_else(
        || "could not be timed".to_owned(),
        |times| {
            format!(
                "{:.1} ms at least, {:.1} ms median, {:.1} ms p99 ({} calls)",
                times.min_ms, times.median_ms, times.p99_ms, times.calls
            )
        },
    );
    line("round trip", times);
    if let Some(waved) = waved {
        line("wave", if waved { "made" } else { "not made" }.to_owned());
    }
    if report.to_mend.is_empty() {
        page.push_str("\nHealthy.\n");
    } else {
        page.push_str("\nTo mend:\n");
        for sentence in &report.to_mend {
            let _ = writeln!(page, "  - {sentence}");
        }
    }
    page
}

fn services(report: &Report) -> String {
    let lacking = |needed: bool| -> Vec<&str> {
        let lacking = report.services.iter().filter(|one| one.needed == needed && !one.there);
        lacking.map(|service| service.name).collect()
    };
    let needed = match lacking(true).as_slice() {
        [] => "all that are needed".to_owned(),
        missing => format!("MISSING {}", missing.join(", ")),
    };
    match lacking(false).as_slice() {
        [] => needed,
        others => format!("{needed}; this version has no {}", others.join(", ")),
    }
}

fn voices(report: &Report) -> String {
    let Some(voices) = &report.voices else { return "not told".to_owned() };
    let missing: Vec<String> =
        report.voices_missing.iter().map(|language| format!("no voice for “{language}”")).collect();
    [voices.clone(), missing].concat().join(", ")
}

fn battery(report: &Report) -> String {
    let charge =
        report.battery.map_or_else(|| "not told".to_owned(), |charge| format!("{charge} %"));
    match report.charging {
        Some(true) => format!("{charge}, charging"),
        Some(false) => format!("{charge}, not charging"),
        None => charge,
    }
}

fn heat(report: &Report) -> String {
    match report.warmest {
        Some((joint, degrees)) => format!(
            "{degrees:.0} °C at most ({}), {} joints told",
            joint.name(),
            report.temperatures.len()
        ),
        None => "not told".to_owned(),
    }
}

fn limits(report: &Report) -> String {
    if !report.limits_told {
        return "not told".to_owned();
    }
    if report.narrower.is_empty() {
        return "no narrower than the maker's".to_owned();
    }
    let joints: Vec<String> = report
        .narrower
        .iter()
        .map(|joint| {
            let [min, max] = joint.robots;
            format!("{} {min:.3} to {max:.3} rad, {:.1} rad/s", joint.joint.name(), joint.speed)
        })
        .collect();
    format!("narrower than the maker's: {}", joints.join("; "))
}
