//! The tables, as diesel sees them. A test compares this with the database that the migrations make.

macro_rules! tables {
    ($($name:ident ($($key:ident),+) { $($column:ident -> $kind:ty,)* })*) => {
        $(diesel::table! { $name ($($key),+) { $($column -> $kind,)* } })*
        diesel::allow_tables_to_appear_in_same_query!($($name,)*);

        /// Every table with its columns, for the test that compares.
        pub const TABLES: &[(&str, &[&str])] =
            &[$((stringify!($name), &[$(stringify!($column)),*])),*];
    };
}

tables! {
    access_log (at, user_id) {
        at -> Timestamptz,
        user_id -> Uuid,
        operation -> Text,
        client_ids -> Array<Uuid>,
    }
    account_links (user_id) {
        user_id -> Uuid,
        hash -> Bytea,
        kind -> Text,
        issued_at -> Timestamptz,
        expires_at -> Timestamptz,
    }
    addenda (id) {
        id -> Uuid,
        note_id -> Uuid,
        client_id -> Uuid,
        text -> Nullable<Text>,
        text_sealed -> Nullable<Bytea>,
        author_id -> Uuid,
        written_at -> Timestamptz,
    }
    addresses (id) {
        id -> Uuid,
        client_id -> Uuid,
        no_fixed_address -> Bool,
        street -> Text,
        unit -> Text,
        city -> Text,
        region -> Text,
        postal_code -> Text,
        position -> Int4,
    }
    api_keys (id) {
        id -> Uuid,
        name -> Text,
        secret_hash -> Bytea,
        permissions -> Array<Text>,
        made_by -> Uuid,
        made_at -> Timestamptz,
        expires_on -> Date,
        last_used_at -> Nullable<Timestamptz>,
        revoked_at -> Nullable<Timestamptz>,
        revoked_by -> Nullable<Uuid>,
    }
    application_drafts (id) {
        id -> Uuid,
        form -> Jsonb,
        step -> Text,
        ssn_sealed -> Nullable<Bytea>,
        ssn_last_four -> Nullable<Text>,
        ssn_index -> Nullable<Bytea>,
        created_at -> Timestamptz,
        last_used_at -> Timestamptz,
        version -> Int4,
        saved_by -> Nullable<Uuid>,
        date_of_birth -> Nullable<Date>,
        link_hash -> Nullable<Bytea>,
        link_sealed -> Nullable<Bytea>,
        application_id -> Nullable<Uuid>,
        intake_link_id -> Nullable<Uuid>,
        assisted_by -> Nullable<Uuid>,
    }
    application_origins (application_id) {
        application_id -> Uuid,
        intake_link_id -> Nullable<Uuid>,
        arrived_at -> Timestamptz,
        assisted_by -> Nullable<Uuid>,
    }
    application_programs (application_id, program_id) {
        application_id -> Uuid,
        program_id -> Uuid,
        position -> Int4,
    }
    applications (id) {
        id -> Uuid,
        reference -> Text,
        status -> Text,
        submitted_at -> Timestamptz,
        first_contact_at -> Nullable<Timestamptz>,
        language -> Text,
        first_name -> Text,
        last_name -> Text,
        preferred_name -> Text,
        date_of_birth -> Date,
        phone -> Text,
        phone_key -> Text,
        email -> Text,
        email_key -> Text,
        ssn_sealed -> Nullable<Bytea>,
        ssn_last_four -> Nullable<Text>,
        ssn_index -> Nullable<Bytea>,
        residency -> Text,
        neighborhood -> Text,
        address -> Nullable<Jsonb>,
        employment_goals -> Text,
        referral_source -> Text,
        referral_detail -> Text,
        consent_version -> Text,
        search_key -> Text,
        client_id -> Nullable<Uuid>,
        decided_at -> Nullable<Timestamptz>,
        decided_by -> Nullable<Uuid>,
        decline_reason -> Nullable<Text>,
        version -> Int4,
    }
    assignments (id) {
        id -> Uuid,
        client_id -> Uuid,
        user_id -> Uuid,
        started_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
    }
    audit (seq) {
        seq -> Int8,
        at -> Timestamptz,
        principal -> Text,
        principal_id -> Nullable<Uuid>,
        operation -> Text,
        reason -> Nullable<Text>,
        request_id -> Nullable<Text>,
        action -> Text,
        entity -> Text,
        entity_id -> Nullable<Uuid>,
        client_id -> Nullable<Uuid>,
        before -> Nullable<Jsonb>,
        after -> Nullable<Jsonb>,
        digest -> Bytea,
        api_key_id -> Nullable<Uuid>,
        erased_at -> Nullable<Timestamptz>,
    }
    audit_links (position) {
        position -> Int8,
        seq -> Int8,
        link -> Bytea,
    }
    audit_seals (number) {
        number -> Int8,
        position -> Int8,
        up_to_seq -> Int8,
        walked -> Nullable<Int8>,
        at -> Timestamptz,
        head -> Bytea,
    }
    audit_word_blocks (block) {
        block -> Int8,
    }
    audit_words (position) {
        position -> Int8,
        seq -> Int8,
    }
    bulk_changes (id) {
        id -> Uuid,
        user_id -> Uuid,
        session_id -> Nullable<Uuid>,
        action -> Jsonb,
        proposes -> Bool,
        undoes -> Nullable<Uuid>,
        state -> Text,
        made_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
        left_behind -> Int8,
        follow_ups -> Nullable<Jsonb>,
        api_key_id -> Nullable<Uuid>,
    }
    bulk_rows (bulk_id, place) {
        bulk_id -> Uuid,
        place -> Int4,
        client_id -> Uuid,
        seen -> Int4,
        outcome -> Text,
        reason -> Nullable<Text>,
        was -> Nullable<Jsonb>,
    }
    client_tags (id) {
        id -> Uuid,
        client_id -> Uuid,
        tag -> Text,
    }
    clients (id) {
        id -> Uuid,
        status -> Text,
        stage -> Text,
        first_name -> Text,
        last_name -> Text,
        preferred_name -> Nullable<Text>,
        aliases -> Array<Text>,
        date_of_birth -> Nullable<Date>,
        ssn_sealed -> Nullable<Bytea>,
        ssn_last_four -> Nullable<Text>,
        ssn_index -> Nullable<Bytea>,
        residency -> Nullable<Text>,
        residency_verified_by -> Nullable<Text>,
        neighborhood -> Nullable<Text>,
        referral_source -> Nullable<Text>,
        emergency_contact -> Nullable<Jsonb>,
        application_id -> Nullable<Uuid>,
        photo -> Nullable<Uuid>,
        name_key -> Text,
        search_key -> Text,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        version -> Int4,
        stage_since -> Timestamptz,
        language -> Nullable<Text>,
        erased_at -> Nullable<Timestamptz>,
    }
    code_values (id) {
        id -> Uuid,
        list -> Text,
        code -> Text,
        labels -> Jsonb,
        position -> Int4,
        retired_on -> Nullable<Date>,
        version -> Int4,
        offered_from -> Nullable<Date>,
    }
    contact_points (id) {
        id -> Uuid,
        client_id -> Uuid,
        kind -> Text,
        value -> Text,
        value_key -> Text,
        label -> Nullable<Text>,
        may_contact -> Bool,
        position -> Int4,
    }
    custom_fields (id) {
        id -> Uuid,
        name -> Text,
        labels -> Jsonb,
        hints -> Jsonb,
        kind -> Text,
        takes -> Jsonb,
        required -> Bool,
        kept_on -> Text,
        sensitive -> Bool,
        position -> Int4,
        retired_on -> Nullable<Date>,
        version -> Int4,
    }
    custom_values (id) {
        id -> Uuid,
        field -> Text,
        client_id -> Nullable<Uuid>,
        application_id -> Nullable<Uuid>,
        words -> Nullable<Text>,
        words_key -> Nullable<Text>,
        code -> Nullable<Text>,
        number -> Nullable<Numeric>,
        day -> Nullable<Date>,
    }
    demographics (id) {
        id -> Uuid,
        client_id -> Nullable<Uuid>,
        application_id -> Nullable<Uuid>,
        question -> Text,
        status -> Text,
        codes -> Array<Text>,
        valid_from -> Date,
        written_at -> Timestamptz,
        written_by -> Nullable<Uuid>,
        corrected_at -> Nullable<Timestamptz>,
        corrected_by -> Nullable<Uuid>,
    }
    dashboards (user_id) {
        user_id -> Uuid,
        shown -> Array<Text>,
        hidden -> Array<Text>,
        saved_at -> Timestamptz,
    }
    departments (id) {
        id -> Uuid,
        name -> Text,
        version -> Int4,
        owner_id -> Nullable<Uuid>,
    }
    discharges (id) {
        id -> Uuid,
        enrollment_id -> Uuid,
        client_id -> Uuid,
        discharge_date -> Date,
        reason -> Text,
        comment -> Text,
    }
    documents (id) {
        id -> Uuid,
        client_id -> Nullable<Uuid>,
        application_id -> Nullable<Uuid>,
        draft_id -> Nullable<Uuid>,
        name -> Text,
        format -> Text,
        size -> Int8,
        sha256 -> Bytea,
        uploaded_at -> Timestamptz,
        uploaded_by -> Nullable<Uuid>,
    }
    draft_cookies (hash) {
        hash -> Bytea,
        draft_id -> Uuid,
        last_used_at -> Timestamptz,
    }
    draft_upload_pieces (id) {
        id -> Uuid,
        upload_id -> Uuid,
        start -> Int8,
        content_sealed -> Bytea,
    }
    draft_uploads (id) {
        id -> Uuid,
        draft_id -> Uuid,
        name -> Text,
        size -> Int8,
        received -> Int8,
        last_written_at -> Timestamptz,
    }
    enrollments (id) {
        id -> Uuid,
        client_id -> Uuid,
        program_id -> Uuid,
        start_date -> Date,
        end_date -> Nullable<Date>,
        version -> Int4,
        override_reason -> Nullable<Text>,
        passed_waiting -> Nullable<Int4>,
    }
    equal_opportunity (id) {
        id -> Uuid,
        application_id -> Nullable<Uuid>,
        question -> Text,
        status -> Text,
        codes -> Array<Text>,
        month -> Nullable<Date>,
    }
    erasures (id) {
        id -> Uuid,
        client_id -> Uuid,
        rule -> Text,
        at -> Timestamptz,
        erased_by -> Nullable<Uuid>,
        reason -> Text,
        counts -> Jsonb,
    }
    external_ids (id) {
        id -> Uuid,
        client_id -> Uuid,
        source -> Text,
        value -> Text,
    }
    follow_ups (id) {
        id -> Uuid,
        client_id -> Uuid,
        assignee_id -> Uuid,
        due_on -> Date,
        purpose -> Text,
        status -> Text,
        outcome -> Nullable<Text>,
        closed_at -> Nullable<Timestamptz>,
        closed_by -> Nullable<Uuid>,
        created_by -> Uuid,
        created_at -> Timestamptz,
        reschedules -> Int4,
        version -> Int4,
        rhythm -> Nullable<Text>,
        every -> Nullable<Int4>,
        repeat_until -> Nullable<Date>,
        began_on -> Nullable<Date>,
        follows -> Nullable<Uuid>,
        moved_because -> Nullable<Text>,
        escalated_at -> Nullable<Timestamptz>,
    }
    goal_steps (id) {
        id -> Uuid,
        goal_id -> Uuid,
        client_id -> Uuid,
        position -> Int4,
        what -> Text,
        owner_id -> Nullable<Uuid>,
        due_on -> Nullable<Date>,
        done_on -> Nullable<Date>,
        version -> Int4,
    }
    goals (id) {
        id -> Uuid,
        client_id -> Uuid,
        title -> Text,
        area -> Text,
        why -> Text,
        target_on -> Nullable<Date>,
        status -> Text,
        outcome -> Nullable<Text>,
        closed_on -> Nullable<Date>,
        closed_at -> Nullable<Timestamptz>,
        closed_by -> Nullable<Uuid>,
        set_by -> Uuid,
        set_at -> Timestamptz,
        version -> Int4,
    }
    idempotency_keys (operation, key) {
        operation -> Text,
        key -> Text,
        request_hash -> Bytea,
        answer -> Nullable<Jsonb>,
        created_at -> Timestamptz,
    }
    intake_links (id) {
        id -> Uuid,
        name -> Text,
        kind -> Text,
        hash -> Bytea,
        program_id -> Nullable<Uuid>,
        partner -> Nullable<Text>,
        partner_email -> Nullable<Text>,
        partner_language -> Nullable<Text>,
        reference -> Nullable<Text>,
        status_hash -> Nullable<Bytea>,
        made_by -> Uuid,
        made_at -> Timestamptz,
        expires_on -> Date,
        used_at -> Nullable<Timestamptz>,
        ended_at -> Nullable<Timestamptz>,
        ended_by -> Nullable<Uuid>,
    }
    intakes (id) {
        id -> Uuid,
        enrollment_id -> Uuid,
        client_id -> Uuid,
        program_id -> Uuid,
        intake_date -> Date,
        source_system -> Text,
    }
    jobs (id) {
        id -> Uuid,
        kind -> Text,
        subject -> Text,
        payload_sealed -> Nullable<Bytea>,
        state -> Text,
        created_at -> Timestamptz,
        due_at -> Timestamptz,
        lease_seconds -> Int4,
        attempts -> Int4,
        fence -> Int8,
        last_error -> Nullable<Text>,
        finished_at -> Nullable<Timestamptz>,
    }
    kept_counts (entity, slot) {
        entity -> Text,
        slot -> Int2,
        count -> Int8,
    }
    legal_holds (id) {
        id -> Uuid,
        client_id -> Uuid,
        reason -> Text,
        set_by -> Nullable<Uuid>,
        set_at -> Timestamptz,
        lifted_by -> Nullable<Uuid>,
        lifted_at -> Nullable<Timestamptz>,
        lifting_reason -> Nullable<Text>,
    }
    mail_texts (kind, language) {
        kind -> Text,
        language -> Text,
        subject -> Nullable<Text>,
        body -> Nullable<Text>,
        version -> Int4,
    }
    note_templates (id) {
        id -> Uuid,
        kind -> Text,
        name -> Text,
        text -> Text,
        version -> Int4,
    }
    notes (id) {
        id -> Uuid,
        client_id -> Uuid,
        program_id -> Nullable<Uuid>,
        kind -> Text,
        happened_at -> Timestamptz,
        confidential -> Bool,
        text -> Nullable<Text>,
        text_sealed -> Nullable<Bytea>,
        author_id -> Uuid,
        written_at -> Timestamptz,
        edited_at -> Nullable<Timestamptz>,
        version -> Int4,
        reviewed_version -> Nullable<Int4>,
        reviewed_by -> Nullable<Uuid>,
        reviewed_at -> Nullable<Timestamptz>,
        review_comment -> Nullable<Text>,
        pinned_at -> Nullable<Timestamptz>,
        pinned_by -> Nullable<Uuid>,
        mentions -> Array<Uuid>,
    }
    notification_ways (user_id, kind) {
        user_id -> Uuid,
        kind -> Text,
        way -> Text,
    }
    notifications (id) {
        id -> Uuid,
        user_id -> Uuid,
        kind -> Text,
        subject_id -> Uuid,
        at -> Timestamptz,
        read_at -> Nullable<Timestamptz>,
        mailed_at -> Nullable<Timestamptz>,
    }
    organization (only_one) {
        only_one -> Bool,
        name -> Text,
        mission -> Text,
        address -> Text,
        phone -> Text,
        email -> Text,
        website -> Text,
        accent_color -> Text,
        residency_label -> Text,
        collects_ssn -> Bool,
        languages -> Array<Text>,
        places_people -> Bool,
        time_zone -> Text,
        consent_version -> Text,
        version -> Int4,
        second_factor_roles -> Array<Text>,
        header_color -> Text,
        logo -> Nullable<Jsonb>,
        escalate_after_days -> Int2,
        words -> Jsonb,
    }
    own_roles (id) {
        id -> Uuid,
        name -> Text,
        description -> Text,
        sight -> Text,
        permissions -> Array<Text>,
        second_factor_required -> Bool,
        version -> Int4,
    }
    pending_changes (id) {
        id -> Uuid,
        edit -> Text,
        entity_id -> Nullable<Uuid>,
        client_id -> Nullable<Uuid>,
        body -> Jsonb,
        base -> Jsonb,
        ssn_sealed -> Nullable<Bytea>,
        ssn_last_four -> Nullable<Text>,
        ssn_index -> Nullable<Bytea>,
        status -> Text,
        requested_by -> Uuid,
        requested_at -> Timestamptz,
        reviewed_by -> Nullable<Uuid>,
        reviewed_at -> Nullable<Timestamptz>,
        rationale -> Nullable<Text>,
        version -> Int4,
        left_out -> Array<Text>,
        by_client -> Bool,
    }
    program_capacities (id) {
        id -> Uuid,
        program_id -> Uuid,
        effective_from -> Date,
        capacity -> Int4,
        set_by -> Nullable<Uuid>,
        set_at -> Timestamptz,
    }
    program_staff (program_id, user_id) {
        program_id -> Uuid,
        user_id -> Uuid,
        manages -> Bool,
    }
    programs (id) {
        id -> Uuid,
        department_id -> Nullable<Uuid>,
        name -> Text,
        description -> Text,
        location -> Text,
        open_to_intake -> Bool,
        escalate_after_days -> Nullable<Int2>,
        position -> Int4,
        version -> Int4,
        kind -> Nullable<Text>,
        descriptions -> Jsonb,
    }
    rate_limits (class, key, window_start) {
        class -> Text,
        key -> Bytea,
        window_start -> Timestamptz,
        hits -> Int4,
    }
    refresh_tokens (hash) {
        hash -> Bytea,
        session_id -> Uuid,
        issued_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
        follows -> Nullable<Bytea>,
        repeated_at -> Nullable<Timestamptz>,
        voided_at -> Nullable<Timestamptz>,
    }
    restriction_bypasses (id) {
        id -> Uuid,
        restriction_id -> Uuid,
        client_id -> Uuid,
        program_id -> Uuid,
        valid_from -> Date,
        valid_until -> Date,
        single_use -> Bool,
        reason -> Text,
        created_at -> Timestamptz,
        created_by -> Nullable<Uuid>,
        used_at -> Nullable<Timestamptz>,
        used_for -> Nullable<Uuid>,
        ended_at -> Nullable<Timestamptz>,
        ended_by -> Nullable<Uuid>,
    }
    restrictions (id) {
        id -> Uuid,
        client_id -> Uuid,
        scope -> Text,
        program_id -> Nullable<Uuid>,
        start_date -> Date,
        end_date -> Nullable<Date>,
        review_date -> Nullable<Date>,
        reason -> Text,
        created_at -> Timestamptz,
        created_by -> Nullable<Uuid>,
        lifted_at -> Nullable<Timestamptz>,
        lifted_by -> Nullable<Uuid>,
        lifting_reason -> Nullable<Text>,
        version -> Int4,
        reviewed_at -> Nullable<Timestamptz>,
        reviewed_by -> Nullable<Uuid>,
        review_note -> Nullable<Text>,
        review_told_for -> Nullable<Date>,
    }
    saved_views (id) {
        id -> Uuid,
        user_id -> Uuid,
        list -> Text,
        name -> Text,
        query -> Text,
        saved_at -> Timestamptz,
    }
    scheduled_runs (name, slot) {
        name -> Text,
        slot -> Text,
        job_id -> Uuid,
        started_at -> Timestamptz,
    }
    sessions (id) {
        id -> Uuid,
        user_id -> Uuid,
        created_at -> Timestamptz,
        last_used_at -> Timestamptz,
        expires_at -> Timestamptz,
        revoked_at -> Nullable<Timestamptz>,
        device -> Text,
    }
    settings (only_one) {
        only_one -> Bool,
        password_length -> Int4,
        session_idle_minutes -> Int4,
        session_hours -> Int4,
        file_megabytes -> Int4,
        application_files -> Int4,
        draft_days -> Int4,
        unsent_days -> Int4,
        job_days -> Int4,
        failed_job_days -> Int4,
        bulk_change_days -> Int4,
        application_months -> Int4,
        notification_days -> Int4,
        modules_off -> Array<Text>,
        version -> Int4,
        client_years -> Int4,
        access_years -> Int4,
    }
    sign_in_challenges (hash) {
        hash -> Bytea,
        user_id -> Uuid,
        issued_at -> Timestamptz,
    }
    stage_moves (id) {
        id -> Uuid,
        client_id -> Uuid,
        stage -> Text,
        entered_at -> Timestamptz,
        user_id -> Nullable<Uuid>,
    }
    unsent_texts (id) {
        id -> Uuid,
        user_id -> Uuid,
        form -> Text,
        subject_id -> Uuid,
        fields_sealed -> Bytea,
        saved_at -> Timestamptz,
    }
    user_own_roles (user_id, role_id) {
        user_id -> Uuid,
        role_id -> Uuid,
    }
    user_roles (user_id, role) {
        user_id -> Uuid,
        role -> Text,
    }
    users (id) {
        id -> Uuid,
        name -> Text,
        email -> Text,
        password_hash -> Nullable<Text>,
        status -> Text,
        client_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
        version -> Int4,
        second_factor_sealed -> Nullable<Bytea>,
        second_factor_begun_sealed -> Nullable<Bytea>,
        second_factor_since -> Nullable<Timestamptz>,
        second_factor_step -> Int8,
        recovery_hashes -> Array<Bytea>,
        language -> Text,
        quiet_until -> Nullable<Date>,
        digest_on -> Nullable<Date>,
        digest_at -> Nullable<Timestamptz>,
        reminded_on -> Nullable<Date>,
    }
    waitlist_entries (id) {
        id -> Uuid,
        program_id -> Uuid,
        client_id -> Uuid,
        joined_at -> Timestamptz,
        added_by -> Nullable<Uuid>,
        status -> Text,
        offered_at -> Nullable<Timestamptz>,
        offered_by -> Nullable<Uuid>,
        start_date -> Nullable<Date>,
        reply_by -> Nullable<Date>,
        decided_at -> Nullable<Timestamptz>,
        decided_by -> Nullable<Uuid>,
        reason -> Nullable<Text>,
        enrollment_id -> Nullable<Uuid>,
        version -> Int4,
    }
}

diesel::joinable!(restrictions -> clients (client_id));
diesel::joinable!(restrictions -> programs (program_id));
diesel::joinable!(notes -> clients (client_id));
diesel::joinable!(notes -> programs (program_id));
diesel::joinable!(notes -> users (author_id));
diesel::joinable!(addenda -> users (author_id));
diesel::joinable!(enrollments -> programs (program_id));
diesel::joinable!(enrollments -> clients (client_id));
diesel::joinable!(intakes -> enrollments (enrollment_id));
diesel::joinable!(discharges -> enrollments (enrollment_id));
diesel::joinable!(restriction_bypasses -> programs (program_id));
diesel::joinable!(waitlist_entries -> programs (program_id));
diesel::joinable!(waitlist_entries -> clients (client_id));
diesel::joinable!(assignments -> users (user_id));
diesel::joinable!(follow_ups -> clients (client_id));
diesel::joinable!(documents -> users (uploaded_by));
diesel::joinable!(programs -> departments (department_id));
diesel::joinable!(user_roles -> users (user_id));
