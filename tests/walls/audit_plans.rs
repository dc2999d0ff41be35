//! How a search of the log goes: through the newest blocks for a common word, by the index of words for a rare one.

use testkit::{App, Cast};

/// A log of 77,000 lines in 300 blocks, of which the newest 256 are looked through first: one word stands in all lines, one in
/// a few old ones.
const MANY: &str = "
    insert into audit (principal, operation, action, entity, digest)
    select 'job', 'test.fill', 'create', 'departments', '' from generate_series(1, 76800);
    insert into audit_words
    select n, (select min(seq) - 1 from audit where operation = 'test.fill') + n,
        array_to_tsvector(array['k=departments', 'x=create', 'o:everywhere',
            case when n in (7, 300) then 'o:quokka' else 'o:w' || n % 500 end])
    from generate_series(1, 76800) as n;
    insert into audit_word_blocks
    select (position - 1) / 256, array_to_tsvector(array_agg(distinct word))
    from audit_words, unnest(tsvector_to_array(words)) as word group by 1;
    analyze audit; analyze audit_words; analyze audit_word_blocks;
    -- What filling it read is counted before the counters begin anew.
    select pg_stat_force_next_flush()";

#[actix_web::test]
async fn neither_a_common_nor_a_rare_word_reads_every_line_or_every_block() {
    let app = App::start().await.unwrap();
    app.database.run(MANY).unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    for (word, found, by_index) in
        [("everywhere", 25, false), ("quokka", 2, true), ("nothing", 0, true), ("w17", 25, false)]
    {
        app.database.run("select pg_stat_reset()").unwrap();
        // Often enough that PostgreSQL may take a plan that does for every word.
        for _ in 0..8 {
            let page = cora.get(&format!("/audit?q={word}")).await.json();
            assert_eq!(page["items"].as_array().map(Vec::len), Some(found), "{word}");
        }
        let ours = "usename = 'openhall_web' and datname = current_database()";
        let end = format!("select pg_terminate_backend(pid, 5000) from pg_stat_activity where {ours}");
        app.database.run(&end).unwrap();
        let every_row = "select sum(seq_scan) from pg_stat_user_tables \
            where relname in ('audit', 'audit_words', 'audit_word_blocks')";
        assert_eq!(app.database.column(every_row).unwrap(), ["0"], "{word}");
        let by_words = "select idx_scan >= 8 from pg_stat_user_indexes where indexrelname = 'audit_word_blocks_by_words'";
        assert_eq!(app.database.column(by_words).unwrap(), [by_index.to_string()], "{word}");
        let by_line = "select idx_scan from pg_stat_user_indexes where indexrelname = 'audit_words_by_words'";
        assert_eq!(app.database.column(by_line).unwrap(), ["0"], "{word}");
    }
}
