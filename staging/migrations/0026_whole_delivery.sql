-- What the books say of a delivery as a whole stands under the table `delivery`, as it does in the ledger.
update quarantine set table_name = 'delivery' where table_name = ''
