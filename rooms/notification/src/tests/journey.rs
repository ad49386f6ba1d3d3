use super::{MAIL, World, account, draft, world};
use crate::{letter, model::Kind};
use ::store::{Actor, Ask as _, StoreError};
use kernel::{
    chance::SystemChance,
    event::{Event, OfficeStep},
    ids::{CaseId, MessageId},
    lang::Lang,
    time::{DAY, HOUR, MINUTE},
};

#[tokio::test]
async fn a_bill_is_told_with_amount_code_and_deadline_and_the_reminder_once() {
    let w = world().await;
    w.submit().await;
    w.p.settle().await;
    let bill = w.bill().await;
    let (message, text) = w.only(Kind::BillReady).await;
    assert!(text.contains(bill.code.as_deref().unwrap()) && text.contains("Rp650.000"), "{text}");
    assert!(text.contains("WITA") && text.contains(&format!("http://localhost:8080/permohonan/{}/bayar", w.id)), "{text}");
    let en = letter::shown(&w.house, &message, Lang::En).await.unwrap();
    assert_eq!(en.subject, "Your billing code is ready");
    w.p.later(HOUR + MINUTE).await;
    w.only(Kind::BillReminder).await;
    w.p.later(HOUR).await;
    let (_, text) = w.only(Kind::BillExpired).await;
    assert!(text.contains("tetap tersimpan"), "{text}");
}

#[tokio::test]
async fn a_reminder_of_a_paid_bill_is_not_sent() {
    let w = world().await;
    w.paid().await;
    w.only(Kind::Paid).await;
    let bill = w.bill().await.id;
    w.tell(Event::BillReminder { bill }).await;
    w.p.settle().await;
    let reminder = w.inbox().await.into_iter().find(|m| m.kind == Kind::BillReminder).unwrap();
    assert_eq!(reminder.mail, crate::model::MailState::Dropped);
    assert_eq!(w.p.outside.mailer.to(MAIL).len(), 2);
}

#[tokio::test]
async fn the_paid_mail_leads_to_the_letter_and_carries_no_file() {
    let w = world().await;
    w.paid().await;
    let (_, text) = w.only(Kind::Paid).await;
    assert!(text.contains(&format!("/permohonan/{}/surat", w.id)), "{text}");
    assert!(!text.contains("5307054103980003"), "no NIK in a mail");
}

#[tokio::test]
async fn the_day_before_and_a_missed_visit_are_told_once() {
    let w = world().await;
    w.paid().await;
    let until = w.slot.starts_at.since(w.house.now()) - 12 * HOUR;
    w.p.later(until).await;
    let (_, text) = w.only(Kind::DayBefore).await;
    assert!(text.contains("Kunjungan:") && text.contains("Kantor Imigrasi"), "{text}");
    assert!(text.contains("Datang paling lambat:"), "{text}");
    let number = application::find(&mut w.house.reader(), &w.id).await.unwrap().unwrap().number;
    assert!(text.contains(&letter::in_fours(&number)) && letter::in_fours("1234567812345678") == "1234 5678 1234 5678");
    w.p.later(2 * DAY).await;
    w.only(Kind::Missed).await;
    w.only(Kind::DayBefore).await;
}

#[tokio::test]
async fn a_biller_without_a_code_and_a_cancelled_application_are_told() {
    let w = world().await;
    w.p.outside.biller.set(harness::Mode::Unreachable);
    w.submit().await;
    for _ in 0..30 {
        w.p.later(MINUTE).await;
    }
    w.only(Kind::BillRefused).await;
    let w = world().await;
    w.submit().await;
    w.p.settle().await;
    let cancelled = w.house.db.transact::<_, StoreError, _>(|tx| {
        let w = &w;
        Box::pin(async move {
            application::cancel(tx, &w.id, &Actor::Account(w.account.clone())).await.unwrap();
            Ok(())
        })
    });
    cancelled.await.unwrap();
    w.p.settle().await;
    w.only(Kind::Cancelled).await;
}

#[tokio::test]
async fn a_moved_and_a_returned_seat_are_told() {
    let w = world().await;
    let booking = w.paid().await;
    w.tell(Event::Moved { application: w.id.clone(), booking: booking.clone() }).await;
    w.p.settle().await;
    let (_, text) = w.only(Kind::Moved).await;
    assert!(text.contains("/surat"), "{text}");
    let back = w.house.db.transact::<_, StoreError, _>(|tx| {
        let (w, booking) = (&w, &booking);
        Box::pin(async move {
            let by = Actor::Account(w.account.clone());
            schedule::give_back(tx, booking, &by).await.unwrap();
            application::give_back(tx, &w.id, &by).await.unwrap();
            Ok(())
        })
    });
    back.await.unwrap();
    w.p.settle().await;
    w.only(Kind::GivenBack).await;
}

#[tokio::test]
async fn late_money_is_told_with_the_seat_or_the_choice() {
    let w = world().await;
    w.paid().await;
    let bill = w.bill().await.id;
    w.tell(Event::PaidLateOtherSeat { bill: bill.clone() }).await;
    w.tell(Event::DifferencePaid { bill: bill.clone() }).await;
    w.p.settle().await;
    let (_, text) = w.only(Kind::PaidOtherSeat).await;
    assert!(text.contains("Kunjungan:"), "{text}");
    w.only(Kind::DifferencePaid).await;
    let w = world().await;
    w.submit().await;
    w.p.settle().await;
    let choosing = w.house.db.transact::<_, StoreError, _>(|tx| {
        let w = &w;
        Box::pin(async move {
            application::choose_date(tx, &w.id, tx.now().plus(DAY)).await.unwrap();
            Ok(())
        })
    });
    choosing.await.unwrap();
    // not paid yet: the mail of a lie is dropped
    let bill = w.bill().await.id;
    w.tell(Event::PaidLateChoose { bill }).await;
    w.p.settle().await;
    let message = w.inbox().await.into_iter().find(|m| m.kind == Kind::ChooseDate).unwrap();
    assert_eq!(message.mail, crate::model::MailState::Dropped);
    assert!(w.browser().get(&format!("/kabar/{}", message.id)).await.says("/pilih-tanggal"));
}

#[tokio::test]
async fn money_of_another_amount_is_told_as_a_case() {
    let w = world().await;
    w.submit().await;
    w.p.settle().await;
    let code = w.bill().await.code.unwrap();
    w.p.outside.biller.pay(&code, w.house.now());
    w.p.outside.biller.change(&code, |b| b.amount = kernel::money::Rupiah(1_000));
    w.p.notify(&code).await;
    w.p.settle().await;
    let (_, text) = w.only(Kind::MoneyCase).await;
    assert!(text.contains("Jangan membayar lagi"), "{text}");
}

impl World {
    /// The bill ran out; its code.
    async fn ran_out(&self) -> String {
        self.submit().await;
        self.p.settle().await;
        let code = self.bill().await.code.unwrap();
        self.p.later(2 * HOUR + MINUTE).await;
        code
    }

    async fn money_for(&self, code: &str) {
        self.p.outside.biller.pay(code, self.house.now());
        self.p.notify(code).await;
        self.p.settle().await;
    }

    async fn choose(&self, passport: &'static str) {
        let chosen = self.house.db.transact::<_, application::SaveRefused, _>(|tx| {
            Box::pin(async move {
                let by = Actor::Account(self.account.clone());
                application::choose_passport(tx, &self.id, Some(passport), &by).await
            })
        });
        chosen.await.unwrap();
    }
}

#[tokio::test]
async fn money_of_a_former_bill_is_told_with_the_seat_that_is_held_now() {
    let mut w = world().await;
    let code = w.ran_out().await;
    let before = w.slot.day;
    let later = kernel::time::add_days(before, 3);
    let free = schedule::next_free(&mut w.house.reader(), &super::office(), "ordinary", "regular", later).await.unwrap();
    w.slot = free.expect("a later session");
    w.submit().await;
    w.p.settle().await;
    w.money_for(&code).await;
    let (_, text) = w.only(Kind::Paid).await;
    let words = shell::words::Words::for_lang(Lang::Id);
    assert!(text.contains(&words.day(w.slot.day)) && !text.contains(&words.day(before)), "{text}");
}

#[tokio::test]
async fn choices_that_were_paid_for_are_told_to_stand_again() {
    let w = world().await;
    let code = w.ran_out().await;
    w.choose("ordinary_5").await;
    w.money_for(&code).await;
    let (message, text) = w.only(Kind::Restored).await;
    assert!(text.contains("Kantor Imigrasi") && text.contains("10 tahun"), "{text}");
    assert!(letter::shown(&w.house, &message, Lang::En).await.is_ok());
}

#[tokio::test]
async fn money_for_former_choices_is_told_as_a_case_of_its_own() {
    let w = world().await;
    let code = w.ran_out().await;
    w.choose("ordinary_5").await;
    w.submit().await;
    w.p.settle().await;
    w.money_for(&code).await;
    let (message, text) = w.only(Kind::MoneyCase).await;
    assert!(text.contains("sudah Anda ubah") && text.contains("Tagihan yang baru tetap berlaku"), "{text}");
    assert!(letter::shown(&w.house, &message, Lang::En).await.is_ok());
}

async fn at_office(w: &World, step: OfficeStep, case: &CaseId) {
    let done = w.house.db.transact::<_, StoreError, _>(|tx| {
        Box::pin(async move {
            let by = Actor::System;
            match step {
                OfficeStep::CheckedIn => application::check_in(tx, &w.id, case, &by).await.unwrap(),
                OfficeStep::Rejected => application::reject(tx, &w.id, "false_data", &by).await.unwrap(),
                OfficeStep::Reclassified => {
                    let kind = catalogue::ApplicationKind::Replacement;
                    application::reclassify(tx, &w.id, kind, "old_passport", &by).await.unwrap();
                }
                OfficeStep::PapersPending => {
                    application::office_step(tx, &w.id, step, &by).await.unwrap();
                    let until = tx.now().plus(7 * DAY);
                    documents::request(tx, &w.id, &["family_card"], until, &by).await?;
                }
                step => application::office_step(tx, &w.id, step, &by).await.unwrap(),
            }
            tx.tell(&Event::Office { case: case.clone(), application: w.id.clone(), step }).await
        })
    });
    done.await.unwrap();
    w.p.settle().await;
    w.only(Kind::of_step(step)).await;
}

#[tokio::test]
async fn each_step_at_the_office_is_told() {
    use OfficeStep as S;
    let w = world().await;
    w.paid().await;
    let case = CaseId::mint(w.house.now(), &SystemChance);
    for step in [S::CheckedIn, S::PapersPending, S::Reclassified, S::Verified, S::Interviewed, S::Approved, S::Printed] {
        at_office(&w, step, &case).await;
    }
    let (_, papers) = w.only(Kind::PapersPending).await;
    assert!(papers.contains("Kartu keluarga") && papers.contains("Paling lambat:"), "{papers}");
    at_office(&w, S::Ready, &case).await;
    at_office(&w, S::Collected, &case).await;
}

#[tokio::test]
async fn a_rejection_says_the_reason_in_words() {
    let w = world().await;
    w.paid().await;
    let case = CaseId::mint(w.house.now(), &SystemChance);
    at_office(&w, OfficeStep::CheckedIn, &case).await;
    at_office(&w, OfficeStep::Rejected, &case).await;
    let (_, text) = w.only(Kind::Rejected).await;
    assert!(text.contains("Data atau surat yang Anda berikan tidak benar."), "{text}");
}

#[tokio::test]
async fn a_disputed_nik_is_told_to_both_and_neither_learns_of_the_other() {
    let w = world().await;
    w.paid().await;
    let other = account(&w.house, "maria@contoh.id", "Maria Bere").await;
    let asked = w.house.db.transact::<_, StoreError, _>(|tx| {
        let (w, other) = (&w, &other);
        Box::pin(async move {
            let id = draft(&w.house, tx, other, "5307054103980003").await?;
            tx.tell(&Event::NikDisputed { application: id.clone() }).await?;
            Ok(id)
        })
    });
    asked.await.unwrap();
    w.p.settle().await;
    let (_, holder) = w.only(Kind::NikHolder).await;
    assert!(!holder.contains("Maria"), "{holder}");
    let mails = w.p.outside.mailer.to("maria@contoh.id");
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].subject, "Laporan Anda tentang NIK diterima");
    assert!(!mails[0].text.contains("Yuliana"), "{}", mails[0].text);
}

#[tokio::test]
async fn the_inbox_lists_opens_and_marks_and_a_foreign_message_is_absent() {
    let w = world().await;
    let mut browser = w.browser();
    assert!(browser.get("/kabar").await.says("Belum ada kabar"));
    w.paid().await;
    assert_eq!(crate::unread(&mut w.house.reader(), &w.account).await.unwrap(), 2);
    let page = browser.get("/kabar").await;
    assert!(page.says("Belum dibaca") && page.says("Surel terkirim") && !page.says("⟦"), "{}", page.text());
    let links = page.links("/kabar/");
    assert_eq!(links.len(), 2);
    for link in &links {
        let one = browser.get(link).await;
        assert_eq!(one.status, 200);
        assert!(!one.says("⟦"), "{}", one.text());
    }
    assert_eq!(crate::unread(&mut w.house.reader(), &w.account).await.unwrap(), 0);
    let mut stranger = w.p.browser();
    let other = account(&w.house, "maria@contoh.id", "Maria Bere").await;
    stranger.set_cookie(shell::cookies::CITIZEN, other.as_str());
    let absent = format!("/kabar/{}", MessageId::mint(w.house.now(), &SystemChance));
    for path in [links[0].as_str(), &absent, "/kabar/1", "/kabar?hal=9", "/kabar?hal=x"] {
        assert_eq!(stranger.get(path).await.status, 404, "{path}");
    }
    assert!(w.p.browser().get("/kabar").await.status.is_redirection());
}

#[tokio::test]
async fn an_application_that_ended_for_missing_papers_is_told_with_the_papers_and_what_now() {
    let w = world().await;
    w.paid().await;
    let case = CaseId::mint(w.house.now(), &SystemChance);
    at_office(&w, OfficeStep::CheckedIn, &case).await;
    at_office(&w, OfficeStep::PapersPending, &case).await;
    let ended = w.house.db.transact::<_, StoreError, _>(|tx| {
        let w = &w;
        Box::pin(async move {
            application::void(tx, &w.id, "papers_not_completed", &Actor::System).await.unwrap();
            tx.tell(&Event::Voided { application: w.id.clone() }).await
        })
    });
    ended.await.unwrap();
    w.p.settle().await;
    let (message, text) = w.only(Kind::Voided).await;
    assert!(text.contains("Kartu keluarga") && text.contains("tidak dikembalikan"), "{text}");
    let en = letter::shown(&w.house, &message, Lang::En).await.unwrap();
    assert_eq!(en.subject, "Application void: papers are missing");
}

#[tokio::test]
async fn a_draft_that_nobody_touches_is_told_until_when_it_is_kept() {
    let w = world().await;
    let catalogue = catalogue::current(&w.house);
    w.p.later(84 * DAY).await;
    let told = w.house.db.transact::<_, StoreError, _>(|tx| {
        let (w, catalogue) = (&w, &catalogue);
        Box::pin(async move { application::warn_draft(catalogue, tx, &w.id).await })
    });
    assert!(told.await.unwrap());
    w.p.settle().await;
    let (message, text) = w.only(Kind::DraftAging).await;
    // 5 October and 84 days, and seven more from the mail
    assert!(text.contains("Senin, 4 Januari 2027"), "{text}");
    let gone = w.house.db.transact::<_, StoreError, _>(|tx| {
        let w = &w;
        Box::pin(async move {
            application::cancel(tx, &w.id, &Actor::System).await.unwrap();
            Ok(())
        })
    });
    gone.await.unwrap();
    let page = w.browser().get(&format!("/kabar/{}", message.id)).await;
    assert!(page.status == 200 && page.says("Isian permohonan Anda akan dihapus"), "{}", page.text());
}

#[tokio::test]
async fn late_money_without_an_equal_seat_is_told_with_the_way_to_choose() {
    let w = world().await;
    w.submit().await;
    w.p.settle().await;
    w.p.later(2 * HOUR + MINUTE).await;
    let closed = w.house.db.transact::<_, StoreError, _>(|tx| {
        let w = &w;
        Box::pin(async move {
            for days in 0..=8 {
                let day = kernel::time::add_days(w.slot.day, days);
                schedule::close_day(tx, &super::office(), day, "libur", &Actor::Operator).await?;
            }
            Ok(())
        })
    });
    closed.await.unwrap();
    w.pay().await;
    let (_, text) = w.only(Kind::ChooseDate).await;
    assert!(text.contains("/pilih-tanggal") && text.contains("WITA"), "{text}");
}
