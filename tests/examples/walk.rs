//! Each operation that has something to show, done once.

use api::openapi;
use serde_json::{Map, Value, json};

use super::{Examples, answers, request, scene::Scene, story, story::Telling};
use crate::policy::{ONCE, Probe, probes};

/// The examples of the operations whose ids begin so, and what was refused.
pub async fn walk(document: &Value, begin: &str) -> (Examples, Vec<String>) {
    let mut walk = Walk { probes: probes(), agency: None };
    let (mut found, mut refused) = (Examples::new(), Vec::new());
    for (_, _, operation) in openapi::operations(document) {
        let id = operation["operationId"].as_str().unwrap();
        let shows_something = request(operation).is_some() || !answers(operation).is_empty();
        if !id.starts_with(begin) || !shows_something {
            continue;
        }
        match walk.tell(id, operation).await {
            Ok(example) => drop(found.insert(id.to_owned(), example)),
            Err(refusal) => refused.push(refusal),
        }
    }
    (found, refused)
}

struct Walk {
    probes: Vec<Probe>,
    /// What changes nothing that others look at leaves the agency to the next.
    agency: Option<Scene>,
}

impl Walk {
    /// The request of an operation, and each of its answers.
    async fn tell(&mut self, id: &str, operation: &Value) -> Result<Value, String> {
        let (mut body, mut all) = (Value::Null, Map::new());
        let has_json = answers(operation);
        for telling in story::tellings(id, has_json.contains_key("202")) {
            let is_first = self.agency.is_none();
            let played = match self.play(id, &telling).await {
                // What others did before may stand in its way; in an agency of its own nothing does.
                Err(_) if !is_first => {
                    self.agency = None;
                    self.play(id, &telling).await
                }
                played => played,
            };
            let (asked, status, answer) = played?;
            body = if body.is_null() { asked } else { body };
            if has_json.contains_key(status.to_string().as_str()) {
                all.insert(status.to_string(), answer);
            }
        }
        let mut example = Map::new();
        if request(operation).is_some() {
            example.insert("request".into(), body);
        }
        if !all.is_empty() {
            example.insert("answers".into(), all.into());
        }
        Ok(example.into())
    }

    async fn play(&mut self, id: &str, telling: &Telling) -> Result<(Value, u16, Value), String> {
        let first = |id: &str| self.probes.iter().find(|probe| probe.operation == id);
        let probe = first(id).ok_or(id)?;
        let is_harmless = telling.before.iter().chain([&id]).all(|id| is_harmless(id));
        let mut scene = match self.agency.take_if(|_| is_harmless) {
            Some(scene) => scene,
            None => Scene::new(id).await,
        };
        scene.begin_anew();
        for step in telling.before {
            let before = first(step).ok_or(*step)?;
            let (_, answer) = scene.ask(before, telling.asker, id).await;
            if answer.status >= 300 {
                return Err(format!("{step} before {id} is {}: {}", answer.status, answer.text()));
            }
        }
        let (asked, answer) = scene.ask(probe, telling.asker, id).await;
        let told = scene.steady(&json!([asked, answer.json()]));
        if is_harmless {
            self.agency = Some(scene);
        }
        if answer.status >= 300 {
            return Err(format!("{id} as {} is {}: {}", telling.asker.name(), answer.status, answer.text()));
        }
        Ok((told[0].clone(), answer.status, told[1].clone()))
    }
}

/// Whether others can be done after an operation as well as before.
fn is_harmless(operation: &str) -> bool {
    let is_of_an_account =
        ["account.", "sessions.", "configuration."].iter().any(|slice| operation.starts_with(slice));
    !is_of_an_account && !ONCE.contains(&operation)
}
