//! Hostile bytes: papers changed at random, through the child. It must never hang, never fail
//! by itself and never give back what cannot be read.

use crate::papers::{card, decoder, jpeg, pdf, png, with_camera_note};
use documents::decode::{DecodeError, Decoder};
use image::DynamicImage;

const ROUNDS: usize = 80;

/// Small pseudo-random numbers (xorshift), the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound.max(1)).unwrap()).unwrap()
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).unwrap()
    }

    fn change(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..=self.below(12) {
            let at = self.below(bytes.len());
            match self.below(5) {
                0 | 1 => bytes[at] = self.byte(),
                2 => bytes[at] ^= 1 << self.below(8),
                3 => {
                    let end = (at + self.below(64)).min(bytes.len());
                    let part = bytes[at..end].to_vec();
                    let to = self.below(bytes.len());
                    bytes.splice(to..to, part);
                }
                _ => {
                    let end = (at + self.below(32)).min(bytes.len());
                    bytes.drain(at..end);
                }
            }
        }
    }
}

async fn survive(decoder: &Decoder, bytes: Vec<u8>, round: usize) {
    match decoder.decode(bytes).await {
        Ok(decoded) => {
            for page in decoded.pages {
                let read = image::load_from_memory(&page.jpeg).expect("a readable page");
                assert_eq!((read.width(), read.height()), (page.width, page.height));
            }
        }
        Err(DecodeError::Refused(_)) => {}
        Err(DecodeError::Unavailable(reason)) => panic!("round {round}: {reason}"),
    }
}

async fn changed_at_random(seed: u64, original: &[u8]) {
    let decoder = decoder();
    let mut dice = Dice(seed);
    for round in 0..ROUNDS {
        let mut bytes = original.to_vec();
        dice.change(&mut bytes);
        survive(&decoder, bytes, round).await;
    }
}

#[tokio::test]
async fn a_jpeg_changed_at_random_does_no_harm() {
    changed_at_random(0x5EED_0001, &with_camera_note(&jpeg(&card(160, 120)), 6)).await;
}

#[tokio::test]
async fn a_png_changed_at_random_does_no_harm() {
    changed_at_random(0x5EED_0002, &png(&DynamicImage::ImageRgb8(card(160, 120)))).await;
}

#[tokio::test]
async fn a_pdf_changed_at_random_does_no_harm() {
    changed_at_random(0x5EED_0003, &pdf(2, |_, _| ())).await;
}

#[tokio::test]
async fn noise_behind_an_honest_beginning_does_no_harm() {
    let decoder = decoder();
    let mut dice = Dice(0x5EED_0004);
    let starts = [b"\xFF\xD8\xFF\xE0".as_slice(), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"%PDF-1.7\n"];
    for round in 0..ROUNDS {
        let mut bytes = starts[round % starts.len()].to_vec();
        bytes.extend((0..dice.below(4000)).map(|_| dice.byte()).collect::<Vec<u8>>());
        survive(&decoder, bytes, round).await;
    }
}
