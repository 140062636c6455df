//! Exponential and logarithm from additions, multiplications and divisions, which every machine rounds alike. Those of
//! the standard library are the system's, and may differ in the last bit: then the same sources would give another pack.

/// e to the power of x, within two units of the last digit.
pub fn exp(x: f32) -> f32 {
    let x = x.clamp(-87.0, 88.0);
    let halvings = (x * core::f32::consts::LOG2_E).round();
    // The logarithm of 2 in two parts, the first with few digits, so that nothing is lost.
    let rest = x - halvings * 0.693_359_4 + halvings * 2.121_944_4e-4;
    let sum = [1.0 / 5040.0, 1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0];
    let small = sum.into_iter().fold(0.0, |sum, part| sum * rest + part);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let power = f32::from_bits(((halvings as i32 + 127) as u32) << 23);
    small * power
}

/// The natural logarithm of a number above zero, within two units of the last digit.
pub fn ln(x: f32) -> f32 {
    let bits = x.max(f32::MIN_POSITIVE).to_bits();
    // As 2^k times a number around 1: between the halves of the square root of two.
    let shifted = bits.wrapping_sub(core::f32::consts::FRAC_1_SQRT_2.to_bits());
    #[allow(clippy::cast_possible_wrap)]
    let k = (shifted as i32) >> 23;
    #[allow(clippy::cast_sign_loss)]
    let near = f32::from_bits(bits.wrapping_sub((k << 23) as u32));
    let part = (near - 1.0) / (near + 1.0);
    let square = part * part;
    let sum = [1.0 / 9.0, 1.0 / 7.0, 0.2, 1.0 / 3.0, 1.0].into_iter().fold(0.0, |sum, part| sum * square + part);
    #[allow(clippy::cast_precision_loss)]
    let k = k as f32;
    k * 0.693_359_4 + (2.0 * part * sum - k * 2.121_944_4e-4)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How far from the true value, which a number of twice the digits holds, as a share of it.
    fn off(ours: f32, true_value: f64) -> f64 {
        ((f64::from(ours) - true_value) / true_value).abs()
    }

    #[test]
    fn they_are_what_they_are_called() {
        for step in -8700..8800 {
            let x = f32::from(i16::try_from(step).unwrap()) / 100.0;
            assert!(off(exp(x), f64::from(x).exp()) < 3e-7, "exp({x}) = {}", exp(x));
            let y = f64::from(x).exp();
            #[allow(clippy::cast_possible_truncation)]
            let near = y as f32;
            let (ours, theirs) = (ln(near), f64::from(near).ln());
            assert!((f64::from(ours) - theirs).abs() < 3e-7 * theirs.abs().max(1.0), "ln({near}) = {ours}");
        }
        assert_eq!((exp(0.0), ln(1.0)), (1.0, 0.0));
        assert!(exp(-1000.0) < 1e-37 && exp(1000.0) > 1e38);
    }

    /// The last bit too: these came out on `x86_64`, and come out everywhere.
    #[test]
    fn every_machine_gives_the_same_bits() {
        let mut sum = 0u32;
        for step in 0..2000u16 {
            let x = f32::from(step) / 37.0 - 27.0;
            sum = sum.rotate_left(5) ^ exp(x).to_bits() ^ ln(x.abs() + 0.01).to_bits();
        }
        assert_eq!(sum, 3_774_627_546);
    }
}
