//! A story in a snapshot.

use super::{
    super::super::snapshot::{Reader, Stored, Torn},
    Base, Earlier, Past, Says, Story, Version,
};

impl Stored for Story {
    fn put(&self, bytes: &mut Vec<u8>) {
        self.url.put(bytes);
        self.first_published_at.put(bytes);
        self.says.put(bytes);
        self.others.put(bytes);
        self.past.put(bytes);
        self.fields.put(bytes);
        self.site.put(bytes);
        self.articles.put(bytes);
        self.text.put(bytes);
        self.number.put(bytes);
        self.last.put(bytes);
        self.by.put(bytes);
        self.version.put(bytes);
        self.is_published.put(bytes);
        self.alive.put(bytes);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        Ok(Self {
            url: Stored::take(from)?,
            first_published_at: Stored::take(from)?,
            says: Stored::take(from)?,
            others: Stored::take(from)?,
            past: Stored::take(from)?,
            fields: Stored::take(from)?,
            site: Stored::take(from)?,
            articles: Stored::take(from)?,
            text: Stored::take(from)?,
            number: Stored::take(from)?,
            last: Stored::take(from)?,
            by: Stored::take(from)?,
            version: Stored::take(from)?,
            is_published: Stored::take(from)?,
            alive: Stored::take(from)?,
        })
    }
}

impl Stored for Says {
    fn put(&self, bytes: &mut Vec<u8>) {
        self.0.put(bytes);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        Stored::take(from).map(Self)
    }
}

impl Stored for Past {
    fn put(&self, bytes: &mut Vec<u8>) {
        self.earlier.put(bytes);
        self.more.put(bytes);
        self.withdrawn.put(bytes);
        self.base.put(bytes);
        self.aliases.put(bytes);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        Ok(Self {
            earlier: Stored::take(from)?,
            more: Stored::take(from)?,
            withdrawn: Stored::take(from)?,
            base: Stored::take(from)?,
            aliases: Stored::take(from)?,
        })
    }
}

impl Stored for Base {
    fn put(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::First => bytes.push(0),
            Self::Text(slot) => {
                bytes.push(1);
                slot.put(bytes);
            }
            Self::Unknown => bytes.push(2),
        }
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        match u8::take(from)? {
            0 => Ok(Self::First),
            1 => Ok(Self::Text(Stored::take(from)?)),
            2 => Ok(Self::Unknown),
            _ => Err(Torn::Damaged),
        }
    }
}

impl Stored for Earlier {
    fn put(&self, bytes: &mut Vec<u8>) {
        self.version.put(bytes);
        self.fields.put(bytes);
        self.base.put(bytes);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        Ok(Self { version: Stored::take(from)?, fields: Stored::take(from)?, base: Stored::take(from)? })
    }
}

impl Stored for Version {
    fn put(&self, bytes: &mut Vec<u8>) {
        self.number.put(bytes);
        self.is_published.put(bytes);
        self.stated.is_some().put(bytes);
        if let Some((order, says)) = self.stated {
            order.put(bytes);
            says.put(bytes);
        }
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        let (number, is_published) = (u32::take(from)?, bool::take(from)?);
        let stated = bool::take(from)?.then(|| Ok((Stored::take(from)?, Stored::take(from)?)));
        Ok(Self { number, is_published, stated: stated.transpose()? })
    }
}
