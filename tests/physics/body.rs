//! A Nao in the physics engine: the masses, joints and motors of the robot's description, on a
//! flat floor. Reduced coordinates: a joint cannot come apart, and a motor has its own torque only.

use companion::motion::{
    JOINT_COUNT, Joint,
    skeleton::{HALF_WIDTH, HEEL, LINKS, SOLE, TOE, TORSO_CENTRE, TORSO_MASS},
};
use rapier3d_f64::{dynamics::MultibodyDofCoupling, prelude::*};

/// All angles in the order of "Body", rad.
pub type Angles = [f64; JOINT_COUNT];

/// NAOqi gives its motors a target each 20 ms, s; between two it goes straight.
pub const CYCLE_S: f64 = 0.02;

/// Steps of the engine in a cycle; each has four of its own within, 2.5 ms long.
const STEPS: u32 = 2;

/// Plastic soles on lino or wood: the careful end.
const FRICTION: f64 = 0.5;

/// A servo gives its full torque when it is this far off (1.5°), rad.
const BAND: f64 = 0.026;

/// How far the seat reaches before and behind the hips, m.
const SEAT: f64 = 0.030;

/// How fast a servo answers, s.
const ANSWER_S: f64 = 0.03;

/// Limbs meet the floor only: trajectories are proven not to bring them against each other.
const LIMBS: Group = Group::GROUP_1;
const FLOOR: Group = Group::GROUP_2;

/// The axis of a revolute joint in the engine.
const TURN: usize = JointAxis::AngX as usize;

/// A Nao on a floor.
pub struct Nao {
    world: PhysicsWorld,
    torso: RigidBodyHandle,
    bodies: [RigidBodyHandle; JOINT_COUNT],
    joints: [Option<MultibodyJointHandle>; JOINT_COUNT],
    /// The share of their torque that its motors have.
    strength: f64,
}

impl Nao {
    /// Puts it on the floor in a pose, with flat soles; on its seat unless it is standing.
    /// `strength` is the share of their torque that its motors have.
    pub fn placed(pose: &Angles, standing: bool, strength: f64) -> Nao {
        let mut world = PhysicsWorld::new();
        world.gravity = Vector::new(0.0, 0.0, -9.81);
        let parameters = &mut world.integration_parameters;
        parameters.dt = CYCLE_S / f64::from(STEPS);
        // Thirty coupled motors and eight points of contact take some rounds to agree, and soles
        // that are without friction in the first half of a step creep over the floor.
        parameters.num_internal_pgs_iterations = 8;
        parameters.friction_in_bias_pass = true;
        let floor = ColliderBuilder::cuboid(5.0, 5.0, 0.5)
            .translation(Vector::Z * -0.5)
            .friction(FRICTION)
            .collision_groups(InteractionGroups::new(FLOOR, LIMBS, InteractionTestMode::And));
        world.insert(RigidBodyBuilder::fixed(), floor);

        let torso = world.insert_body(limb(TORSO_CENTRE, TORSO_MASS, [0.10, 0.13, 0.20]));
        let mut nao = Nao {
            world,
            torso,
            bodies: [torso; JOINT_COUNT],
            joints: [None; JOINT_COUNT],
            strength,
        };
        nao.assemble();
        nao.clothe();
        nao.bend(pose, standing);
        nao
    }

    /// Puts its links together, a motor in each joint.
    fn assemble(&mut self) {
        for link in LINKS.iter() {
            let body = self.world.insert_body(limb(link.centre, link.mass, size(link.joint)));
            let parent = link.parent.map_or(self.torso, |parent| self.bodies[parent.index()]);
            let joint = RevoluteJointBuilder::new(link.axis.into())
                .local_anchor1(link.offset.into())
                .motor_model(MotorModel::ForceBased);
            let at = link.joint.index();
            self.joints[at] = self.world.insert_multibody_joint(parent, body, joint);
            self.bodies[at] = body;
        }
        // One motor turns both hips about their tilted axes.
        let [left, right] = [Joint::LHipYawPitch, Joint::RHipYawPitch].map(|hip| self.place(hip).1);
        self.multibody().add_dof_coupling(MultibodyDofCoupling {
            link1: left,
            dof1: 0,
            axis1: TURN,
            link2: right,
            dof2: 0,
            axis2: TURN,
            coeff: 1.0,
            offset: 0.0,
        });
    }

    /// The shapes with which it meets the floor.
    fn clothe(&mut self) {
        let thick = 0.01;
        let sole = ColliderBuilder::cuboid((TOE - HEEL) / 2.0, HALF_WIDTH, thick)
            .translation(Vector::new((TOE + HEEL) / 2.0, 0.0, SOLE + thick));
        let capsule = |to: [f64; 3], radius| {
            ColliderBuilder::capsule_from_endpoints(Vector::ZERO, to.into(), radius)
        };
        let of = |joint: Joint| self.bodies[joint.index()];
        let shapes = [
            (of(Joint::LAnkleRoll), sole.clone()),
            (of(Joint::RAnkleRoll), sole),
            (of(Joint::LHipPitch), capsule([0.0, 0.0, -0.1], 0.045)),
            (of(Joint::RHipPitch), capsule([0.0, 0.0, -0.1], 0.045)),
            (of(Joint::LKneePitch), capsule([0.0, 0.0, -0.1], 0.035)),
            (of(Joint::RKneePitch), capsule([0.0, 0.0, -0.1], 0.035)),
            (of(Joint::HeadPitch), capsule([0.0, 0.0, 0.06], 0.06)),
            (self.torso, ColliderBuilder::cuboid(0.05, 0.06, 0.1).translation(Vector::Z * 0.03)),
        ];
        for (body, shape) in shapes {
            self.wear(body, shape);
        }
    }

    /// Puts it on the floor in its pose.
    fn bend(&mut self, pose: &Angles, standing: bool) {
        let PhysicsWorld { bodies, colliders, .. } = &mut self.world;
        for (_, body) in bodies.iter_mut() {
            body.recompute_mass_properties_from_colliders(colliders);
        }
        // Its six free coordinates come into being with the first look at its torso.
        self.refresh();
        let mut displacement = vec![0.0; self.multibody().ndofs()];
        for link in LINKS.iter() {
            displacement[self.place(link.joint).0] = pose[link.joint.index()];
        }
        let body = self.multibody();
        body.damping_mut().fill(0.0);
        body.apply_displacements(&displacement);
        self.refresh();

        // Sitting as standing, both soles are flat on the floor.
        let up: Vector = [Joint::LAnkleRoll, Joint::RAnkleRoll]
            .map(|foot| *self.world.bodies[self.bodies[foot.index()]].rotation() * Vector::Z)
            .into_iter()
            .sum();
        let turn = Rotation::from_rotation_arc(up.normalize(), Vector::Z);
        self.world.bodies[self.torso].set_rotation(turn, true);
        self.refresh();
        let lowest = self.world.colliders.iter().filter_map(|(_, collider)| {
            let body = self.world.bodies[collider.parent()?].position();
            let place = body * *collider.position_wrt_parent()?;
            (collider.collision_groups().memberships == LIMBS)
                .then(|| collider.shape().compute_aabb(&place).mins.z)
        });
        let lowest = lowest.fold(f64::INFINITY, f64::min);
        self.world.bodies[self.torso].set_translation(Vector::Z * -lowest, true);
        self.refresh();
        if !standing {
            self.seat();
        }
    }

    /// Below the hips of a Nao that sits as the measured one did: both soles flat, the pelvis on
    /// the floor, the torso leaning back.
    fn seat(&mut self) {
        let hips = [Joint::LHipPitch, Joint::RHipPitch]
            .map(|hip| self.world.bodies[self.bodies[hip.index()]].position().translation);
        let [left, right] = hips;
        let thick = 0.01;
        let place = Vector::new((left.x + right.x) / 2.0, (left.y + right.y) / 2.0, thick);
        let plate = ColliderBuilder::cuboid(SEAT, (left.y - right.y) / 2.0, thick)
            .position(self.torso().inverse() * Pose::from_translation(place));
        self.wear(self.torso, plate);
    }

    /// Adds a shape that meets the floor.
    fn wear(&mut self, body: RigidBodyHandle, shape: ColliderBuilder) {
        let groups = InteractionGroups::new(LIMBS, FLOOR, InteractionTestMode::And);
        let shape = shape.density(0.0).friction(FRICTION).collision_groups(groups);
        self.world.colliders.insert_with_parent(shape, body, &mut self.world.bodies);
    }

    /// Brings all limbs to where the torso and the angles of the joints have them.
    fn refresh(&mut self) {
        let PhysicsWorld { bodies, multibody_joints, .. } = &mut self.world;
        let handle = self.joints[0].unwrap();
        let (body, _) = multibody_joints.get_mut(handle).unwrap();
        body.forward_kinematics(bodies, true);
        body.update_rigid_bodies(bodies, true);
    }

    /// The whole body.
    fn multibody(&mut self) -> &mut Multibody {
        self.world.multibody_joints.get_mut(self.joints[0].unwrap()).unwrap().0
    }

    /// A joint's place among the coordinates and among the links.
    fn place(&self, joint: Joint) -> (usize, usize) {
        let handle = self.joints[joint.index()].unwrap();
        let (body, id) = self.world.multibody_joints.get(handle).unwrap();
        (body.link(id).unwrap().assembly_id(), id)
    }

    /// One cycle of NAOqi: the motors go from one target to the next.
    pub fn cycle(&mut self, from: &Angles, to: &Angles) {
        for step in 1..=STEPS {
            let share = f64::from(step) / f64::from(STEPS);
            for link in LINKS.iter().filter(|link| link.joint != Joint::RHipYawPitch) {
                let at = link.joint.index();
                let target = from[at] + share * (to[at] - from[at]);
                self.drive(link.joint, target, (to[at] - from[at]) / CYCLE_S);
            }
            self.world.step();
        }
    }

    /// Gives a motor its target (rad) and the speed with which that moves (rad/s).
    fn drive(&mut self, joint: Joint, target: f64, speed: f64) {
        let limits = joint.limits();
        let handle = self.joints[joint.index()].unwrap();
        let (body, id) = self.world.multibody_joints.get_mut(handle).unwrap();
        let turning = body.joint_velocity(body.link(id).unwrap())[0];
        // A motor loses torque as it turns faster, down to none at its no-load speed.
        let left = (1.0 - turning.abs() / limits.max_speed).max(0.0);
        let stiffness = joint.max_torque() / BAND;
        let motor = &mut body.link_mut(id).unwrap().joint.data;
        motor.set_motor(JointAxis::AngX, target, speed, stiffness, stiffness * ANSWER_S);
        motor.set_motor_max_force(JointAxis::AngX, self.strength * left * joint.max_torque());
    }

    /// Where a joint is, rad.
    pub fn angle(&self, joint: Joint) -> f64 {
        let handle = self.joints[joint.index()].unwrap();
        let (body, id) = self.world.multibody_joints.get(handle).unwrap();
        body.link(id).unwrap().joint().coords()[TURN]
    }

    /// Where the torso is.
    pub fn torso(&self) -> Pose {
        *self.world.bodies[self.torso].position()
    }

    /// What it weighs, kg.
    pub fn mass(&self) -> f64 {
        self.world
            .bodies
            .iter()
            .filter(|(_, body)| body.is_dynamic())
            .map(|(_, body)| body.mass())
            .sum()
    }

    /// Heel and toe of both feet on the ground, m.
    pub fn soles(&self) -> [Vector; 4] {
        let feet = [Joint::LAnkleRoll, Joint::RAnkleRoll].map(|foot| {
            let foot = self.world.bodies[self.bodies[foot.index()]].position();
            [HEEL, TOE].map(|x| *foot * Vector::new(x, 0.0, SOLE))
        });
        let [[a, b], [c, d]] = feet;
        [a, b, c, d]
    }
}

/// A limb: a box of that size (m) around its centre of mass.
fn limb(centre: [f64; 3], mass: f64, [x, y, z]: [f64; 3]) -> RigidBodyBuilder {
    let inertia = Vector::new(y * y + z * z, x * x + z * z, x * x + y * y) * mass / 12.0;
    RigidBodyBuilder::dynamic().can_sleep(false).additional_mass_properties(MassProperties::new(
        centre.into(),
        mass,
        inertia,
    ))
}

/// How large the link of a joint is, m: what its inertia is reckoned from.
fn size(joint: Joint) -> [f64; 3] {
    use Joint::*;
    match joint {
        HeadPitch => [0.11, 0.13, 0.11],
        LShoulderRoll | RShoulderRoll => [0.10, 0.06, 0.06],
        LWristYaw | RWristYaw => [0.11, 0.05, 0.05],
        LHipPitch | RHipPitch => [0.07, 0.07, 0.12],
        LKneePitch | RKneePitch => [0.07, 0.07, 0.12],
        LAnkleRoll | RAnkleRoll => [0.16, 0.09, 0.04],
        _ => [0.05, 0.05, 0.05],
    }
}

/// Where the torso would be if all joints were where they are told and the left sole flat on the
/// floor: its height (m) and its upward axis.
pub fn upright(pose: &Angles) -> (f64, Vector) {
    let mut frames = [Pose::IDENTITY; JOINT_COUNT];
    for link in LINKS.iter() {
        let base = link.parent.map_or(Pose::IDENTITY, |parent| frames[parent.index()]);
        let turn = Rotation::from_axis_angle(link.axis.into(), pose[link.joint.index()]);
        frames[link.joint.index()] = base * Pose::from_parts(link.offset.into(), turn);
    }
    let torso = frames[Joint::LAnkleRoll.index()].inverse();
    (torso.translation.z - SOLE, torso.rotation * Vector::Z)
}
