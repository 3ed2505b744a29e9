//! The members whom only an import made, and whom no other record names: they go with it.

use std::collections::HashSet;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::db::entity::{
    application, application_vote, capital, commitment, contribution, correction, credit_use, debtor_change, delivery_line, fund, group_member,
    guarantee, labour, loan, member, part_shift, promise, purchase_line, purchase_member, purchase_payment, register_import, remission, repayment,
    share_out_member, user_grant,
};
use crate::domain::ids::{FundId, MemberId};
use crate::error::Error;
use crate::features::imports::store::Import;

/// Takes out of `left` those whom a column of a table names in this association.
macro_rules! unless_named {
    ($db:ident, $left:ident, $import:ident; $($table:ident: $($column:ident),+;)+) => {$($({
        let named = $table::Entity::find().select_only().column($table::Column::$column).distinct();
        let rows = named.filter($table::Column::AssociationId.eq($import.association_id)).into_tuple::<Option<MemberId>>().all($db).await?;
        rows.into_iter().flatten().for_each(|id| {
            $left.remove(&id);
        });
    })+)+};
}

/// The members that this import made, or another of the association that was taken back, and that nothing else names.
pub async fn only_imported(db: &impl ConnectionTrait, import: &Import) -> Result<Vec<MemberId>, Error> {
    let imports = register_import::Entity::find().filter(register_import::Column::AssociationId.eq(import.association_id)).all(db).await?;
    let funds = fund::Entity::find().filter(fund::Column::Id.is_in(imports.iter().map(|own| own.fund_id))).all(db).await?;
    let gone = |id: FundId| id == import.fund_id || funds.iter().any(|fund| fund.id == id && fund.taken_back_at.is_some());
    let taken_back: Vec<&Import> = imports.iter().filter(|own| gone(own.fund_id)).collect();
    let made = member::Entity::find().select_only().column(member::Column::Id).filter(member::Column::TakenBackAt.is_null());
    let made = made.filter(member::Column::AssociationId.eq(import.association_id));
    let times = taken_back.iter().map(|own| own.imported_at);
    let ids: Vec<MemberId> = made.filter(member::Column::CreatedAt.is_in(times)).into_tuple().all(db).await?;
    let mut left: HashSet<MemberId> = ids.iter().copied().collect();
    // Their loans, payments and contributions of those funds count no more.
    let of_gone: Vec<FundId> = taken_back.iter().map(|own| own.fund_id).collect();
    let elsewhere =
        [lent_elsewhere(db, import, &of_gone).await?, paid_elsewhere(db, import, &of_gone).await?, given_elsewhere(db, import, &of_gone).await?];
    for rows in elsewhere {
        rows.iter().for_each(|id| {
            left.remove(id);
        });
    }
    unless_named! { db, left, import;
        application: MemberId;
        application_vote: MemberId;
        commitment: MemberId;
        contribution: MemberId;
        correction: MemberId;
        credit_use: MemberId;
        debtor_change: FromMember, ToMember;
        delivery_line: MemberId;
        group_member: MemberId;
        guarantee: GuarantorId;
        labour: MemberId;
        part_shift: FromMemberId, ToMemberId;
        promise: MemberId;
        purchase_line: MemberId;
        purchase_member: MemberId;
        purchase_payment: MemberId;
        remission: MemberId;
        repayment: PaidByMember;
        share_out_member: MemberId;
        user_grant: MemberId;
    }
    Ok(ids.into_iter().filter(|id| left.contains(id)).collect())
}

async fn lent_elsewhere(db: &impl ConnectionTrait, import: &Import, but: &[FundId]) -> Result<Vec<MemberId>, Error> {
    let named = loan::Entity::find().select_only().column(loan::Column::MemberId).distinct();
    let own = named.filter(loan::Column::AssociationId.eq(import.association_id));
    Ok(own.filter(loan::Column::FundId.is_not_in(but.iter().copied())).into_tuple().all(db).await?)
}

async fn paid_elsewhere(db: &impl ConnectionTrait, import: &Import, but: &[FundId]) -> Result<Vec<MemberId>, Error> {
    let named = repayment::Entity::find().select_only().column(repayment::Column::MemberId).distinct();
    let own = named.filter(repayment::Column::AssociationId.eq(import.association_id));
    Ok(own.filter(repayment::Column::FundId.is_not_in(but.iter().copied())).into_tuple().all(db).await?)
}

async fn given_elsewhere(db: &impl ConnectionTrait, import: &Import, but: &[FundId]) -> Result<Vec<MemberId>, Error> {
    use capital::Column as C;
    let named = capital::Entity::find().select_only().column(C::MemberId).distinct().filter(C::MemberId.is_not_null());
    let own = named.filter(C::AssociationId.eq(import.association_id));
    Ok(own.filter(C::FundId.is_not_in(but.iter().copied())).into_tuple().all(db).await?)
}

#[cfg(test)]
mod tests {
    /// A table that comes to name members is looked at too.
    #[test]
    fn every_table_that_names_a_member_is_looked_at() {
        let own = include_str!("store.rs");
        let entities = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/db/entity")).unwrap();
        for entity in entities {
            let path = entity.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            let names = text.lines().any(|line| line.contains("MemberId") && line.trim_start().starts_with("pub ") && name != "member");
            assert!(!names || own.contains(&format!("{name}:")) || own.contains(&format!("{name}::Entity")), "{name} names members");
        }
    }
}
