//! Long lists of numbers written as plain bytes, so that a snapshot costs little more than a copy.

/// For `#[serde(with = …)]` on keys with weights.
pub(crate) mod pairs {
    use serde::{Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(
        pairs: &[(u32, f32)],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut bytes = Vec::with_capacity(pairs.len() * 8);
        for (key, weight) in pairs {
            bytes.extend_from_slice(&key.to_le_bytes());
            bytes.extend_from_slice(&weight.to_le_bytes());
        }
        serializer.serialize_bytes(&bytes)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<(u32, f32)>, D::Error> {
        let words = super::words(deserializer)?;
        Ok(words
            .chunks_exact(2)
            .map(|pair| (pair[0], f32::from_bits(pair[1])))
            .collect())
    }
}

/// For `#[serde(with = …)]` on maps of counts; written in order of their keys.
pub(crate) mod counts {
    use rustc_hash::FxHashMap;
    use serde::{Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(
        map: &FxHashMap<u32, u32>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut pairs: Vec<(u32, u32)> = map.iter().map(|(key, count)| (*key, *count)).collect();
        pairs.sort_unstable();
        let bytes: Vec<u8> = pairs
            .iter()
            .flat_map(|(key, count)| [key.to_le_bytes(), count.to_le_bytes()])
            .flatten()
            .collect();
        serializer.serialize_bytes(&bytes)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<FxHashMap<u32, u32>, D::Error> {
        let words = super::words(deserializer)?;
        Ok(words
            .chunks_exact(2)
            .map(|pair| (pair[0], pair[1]))
            .collect())
    }
}

/// For `#[serde(with = …)]` on lists of slots.
pub(crate) mod slots {
    use serde::{Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(list: &[u32], serializer: S) -> Result<S::Ok, S::Error> {
        let bytes: Vec<u8> = list.iter().flat_map(|slot| slot.to_le_bytes()).collect();
        serializer.serialize_bytes(&bytes)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<u32>, D::Error> {
        super::words(deserializer)
    }
}

fn words<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<u32>, D::Error> {
    struct Visitor;
    impl serde::de::Visitor<'_> for Visitor {
        type Value = Vec<u32>;

        fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
            f.write_str("words of four bytes")
        }

        fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Vec<u32>, E> {
            if !bytes.len().is_multiple_of(4) {
                return Err(E::custom("cut short"));
            }
            Ok(bytes
                .chunks_exact(4)
                .map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
                .collect())
        }
    }
    deserializer.deserialize_bytes(Visitor)
}
