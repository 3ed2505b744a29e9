//! The guide inside the program: linked from every page, by role and by task, in both languages.

use muyu::domain::role::Grant;

use crate::support::{Client, World};

#[tokio::test]
async fn the_guide_leads_each_role_to_its_own_jobs_first() {
    let (world, place) = World::with_fund("2026-03-01").await;
    world.user("tesorera", Grant::Treasurer(place.association)).await;
    world.user("socia", Grant::Member(place.association, place.members[0])).await;
    for (login, first, other) in [("tesorera", "Traer su cuaderno", "Ver mi cuenta"), ("socia", "Ver mi cuenta", "Registrar un cobro")] {
        let mut client = Client::signed_in(&world, login).await;
        assert_eq!(client.get("/more").await.texts(".help a"), ["Ayuda"], "{login}: from every page");
        let guide = client.get("/ayuda").await;
        let own = guide.texts(".guide li");
        assert!(own.contains(&first.to_owned()) && !own.contains(&other.to_owned()), "{login}: {own:?}");
        assert!(guide.texts("h3").contains(&other.to_owned()), "{login}: the others' jobs follow");
        for link in guide.html().select(&scraper::Selector::parse(".guide a").unwrap()) {
            let place = link.value().attr("href").unwrap().trim_start_matches('#');
            assert!(!guide.texts(&format!("[id='{place}']")).is_empty(), "{place}");
        }
    }
    // A visitor who is not signed in may read it too, in their own language, with the steps of each task.
    let mut door = Client::new(&world);
    for (language, missing) in [("es", "guide-"), ("en", "guide-")] {
        door.always("accept-language", language);
        let guide = door.get("/ayuda").await;
        assert_eq!(guide.attribute("html", "lang"), language);
        let (jobs, steps) = (guide.texts(".job").len(), guide.texts(".job li"));
        assert!(jobs >= 12 && steps.len() >= 3 * jobs, "{language}: {jobs} jobs, {} steps", steps.len());
        assert!(!guide.text.contains(missing), "{language}: every word is there");
        door = Client::new(&world);
    }
}

#[tokio::test]
async fn the_door_speaks_the_browsers_language_and_shows_a_password_when_asked() {
    let (world, _) = World::with_fund("2026-03-01").await;
    world.user("admin", Grant::Admin).await;
    let mut door = Client::new(&world);
    door.always("accept-language", "en-GB,en;q=0.9");
    let page = door.get("/sign-in?to=/inbox").await;
    assert_eq!((page.attribute("html", "lang"), page.attribute("#password", "type")), ("en".to_owned(), "password".to_owned()));
    let shown = page.attribute("a.show", "href");
    assert_eq!(shown, "?show=1&to=%2Finbox");
    let page = door.get(&format!("/sign-in{shown}&password=abc")).await;
    assert_eq!((page.attribute("#password", "type"), page.attribute("#password", "value")), ("text".to_owned(), String::new()));
    assert_eq!(page.attribute("[name=to]", "value"), "/inbox");
}
