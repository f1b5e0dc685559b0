//! How a class would end for the robot.

use proptest::prelude::*;

use super::*;
use crate::{
    motion::JOINT_COUNT,
    session::{
        ByPart, Cause, Concern, Costs, Forecast, Gauges, Offer, Outlook, Workload, forecast,
    },
};

fn gauges(battery: u8, degrees: f64) -> Gauges {
    Gauges { battery: Some(battery), temperatures: Some(Box::new([degrees; JOINT_COUNT])) }
}

/// For a guest.
fn foreseen(plan: &Plan, gauges: &Gauges, costs: &Costs) -> Forecast {
    forecast(plan, &Participant::default(), gauges, costs)
}

/// A class of so many minutes in that position, of words and silence.
fn still(position: Position, minutes: f64) -> Plan {
    let pauses = (minutes / 10.0).ceil() as usize;
    let steps = vec![Step::Pause(minutes * 60.0 / pauses as f64); pauses];
    Plan { position, steps, ..plan() }
}

fn offered(outlook: Outlook) -> Option<(Cause, Offer)> {
    match outlook {
        Outlook::WouldNotLast(concern, offer) => Some((concern.cause, offer)),
        _ => None,
    }
}

#[test]
fn a_workload_counts_minutes_on_the_legs_and_minutes_of_each_joint() {
    let mut stage = Stage::new(plan());
    stage.play_out();
    let journal = rehearse(plan(), Resident::Perfect, 1, LocalTime::default()).journal;
    let workload = Workload::of(&journal);
    // 24 repetitions and a demonstration of 4 beats each, less the wait for the next beat.
    let nodded = workload.working[Joint::HeadYaw.index()] * 60.0;
    assert!((nodded - 25.0 * nod().duration_s()).abs() < 1e-6, "{nodded}");
    assert_eq!(workload.working[Joint::LKneePitch.index()], 0.0);
    let stood =
        rehearse(still(Position::Standing, 5.0), Resident::Perfect, 1, LocalTime::default());
    let workload = Workload::of(&stood.journal);
    assert!(workload.standing >= 5.0 && workload.sitting == 0.0);
    assert_eq!(workload.working[Joint::LKneePitch.index()], workload.standing);
    assert_eq!(workload.seated().standing, 0.0);
}

#[test]
fn a_rested_robot_does_well() {
    let told = foreseen(&still(Position::Sitting, 20.0), &gauges(80, 38.0), &Costs::default());
    assert_eq!(told.outlook, Outlook::Fine);
    let left = told.battery_at_end.unwrap();
    assert!((55.0..59.0).contains(&left), "{left}");
    assert!((20.0..21.0).contains(&told.minutes), "{}", told.minutes);
    assert_eq!(told.hottest.unwrap().1, 38.0, "nothing moves");
}

#[test]
fn a_robot_that_tells_nothing_of_itself_is_believed_to_be_well() {
    let told = foreseen(&still(Position::Standing, 60.0), &Gauges::default(), &Costs::default());
    assert_eq!(told.outlook, Outlook::Fine);
    assert_eq!((told.battery_at_end, told.hottest), (None, None));
}

#[test]
fn little_to_spare_is_told() {
    let told = foreseen(&still(Position::Sitting, 20.0), &gauges(40, 38.0), &Costs::default());
    let sentence = "The battery would end near 18 %.".to_owned();
    assert_eq!(told.outlook, Outlook::Tight(Concern { cause: Cause::Battery, sentence }));
}

#[test]
fn what_stands_too_long_is_offered_sitting() {
    let long = still(Position::Standing, 38.0);
    let told = foreseen(&long, &gauges(95, 35.0), &Costs::default());
    assert_eq!(told.hottest.unwrap().0.part(), Part::Leg);
    let Outlook::WouldNotLast(concern, offer) = told.outlook else { panic!("{told:?}") };
    assert_eq!((concern.cause, offer), (Cause::Heat, Offer::Seated));
    assert!(concern.sentence.ends_with("Choose a seated class instead."), "{concern:?}");
}

#[test]
fn what_draws_too_much_is_offered_shorter_and_then_later() {
    let long = still(Position::Sitting, 30.0);
    let told =
        |battery| offered(foreseen(&long, &gauges(battery, 35.0), &Costs::default()).outlook);
    assert_eq!(told(30), Some((Cause::Battery, Offer::Shorter { minutes: 18 })));
    assert_eq!(told(12), Some((Cause::Battery, Offer::Later)));
    assert_eq!(told(3), Some((Cause::Battery, Offer::Later)));
    let hot = foreseen(&long, &gauges(90, 75.0), &Costs::default());
    assert_eq!(offered(hot.outlook), Some((Cause::Heat, Offer::Later)));
}

#[test]
fn what_earlier_classes_cost_changes_the_forecast() {
    let long = still(Position::Sitting, 20.0);
    let frugal = Costs { sitting: 0.5, ..Costs::default() };
    let greedy = Costs { sitting: 4.0, ..Costs::default() };
    assert_eq!(foreseen(&long, &gauges(60, 35.0), &frugal).outlook, Outlook::Fine);
    assert!(offered(foreseen(&long, &gauges(60, 35.0), &greedy).outlook).is_some());
}

#[test]
fn the_place_that_grows_hot_is_named() {
    let mut nodding = plan();
    nodding.language = Language::Fr;
    let hot_neck =
        Costs { heat: ByPart { head: 15.0, ..Costs::default().heat }, ..Costs::default() };
    let told = foreseen(&nodding, &gauges(90, 40.0), &hot_neck);
    let Outlook::Tight(concern) = told.outlook else { panic!("{told:?}") };
    assert_eq!(concern.sentence, "Moteurs chauds à la fin (cou vers 65 °C).");
}

proptest! {
    /// A class that is offered shorter lasts when it is as short as that.
    #[test]
    fn what_is_offered_holds(
        minutes in 5.0f64..60.0,
        battery in 0u8..=100,
        degrees in 20.0f64..75.0,
        stands in any::<bool>(),
    ) {
        let position = if stands { Position::Standing } else { Position::Sitting };
        let before = gauges(battery, degrees);
        let costs = Costs::default();
        let told = foreseen(&still(position, minutes), &before, &costs);
        let fits = match offered(told.outlook) {
            Some((_, Offer::Seated)) => still(Position::Sitting, minutes),
            // Getting up and sitting down takes a little of it.
            Some((_, Offer::Shorter { minutes })) => still(position, f64::from(minutes) - 0.2),
            _ => return Ok(()),
        };
        let told = foreseen(&fits, &before, &costs);
        prop_assert_eq!(offered(told.outlook), None);
    }
}
