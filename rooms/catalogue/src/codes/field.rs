//! The fields of the form (Perdim 11).

codes!(
    /// A field of the form (Perdim 11) under its name in tables and columns.
    Field {
        /// For whom the passport is.
        ApplyingFor = "applying_for",
        /// Nama lengkap.
        FullName = "full_name",
        /// Nomor induk kependudukan.
        Nik = "nik",
        /// Tanggal lahir.
        BirthDate = "birth_date",
        /// Tempat lahir.
        BirthPlace = "birth_place",
        /// Jenis kelamin.
        Sex = "sex",
        /// Status perkawinan.
        CivilStatus = "civil_status",
        /// Whether a passport was ever held.
        PassportHistory = "passport_history",
        /// Condition of the old passport.
        OldCondition = "old_condition",
        /// Nomor paspor lama.
        OldNumber = "old_number",
        /// Date of issue of the old passport.
        OldIssueDate = "old_issue_date",
        /// Whether it was issued in Indonesia or abroad.
        OldIssuePlace = "old_issue_place",
        /// Whether its data equal the e-KTP.
        OldNameSame = "old_name_same",
        /// Tujuan.
        Purpose = "purpose",
        /// Negara tujuan.
        DestinationCountry = "destination_country",
        /// Alamat di luar negeri.
        AddressAbroad = "address_abroad",
        /// Lama tinggal.
        Stay = "stay",
        /// Name of the relative in Indonesia.
        RelativeName = "relative_name",
        /// Telephone of the relative in Indonesia.
        RelativePhone = "relative_phone",
        /// Relation of the relative in Indonesia.
        RelativeRelation = "relative_relation",
        /// Whether there is a relative in the destination country.
        DestinationRelative = "destination_relative",
        /// Name of that relative.
        DestinationRelativeName = "destination_relative_name",
        /// Telephone of that relative.
        DestinationRelativePhone = "destination_relative_phone",
        /// Relation of that relative.
        DestinationRelativeRelation = "destination_relative_relation",
        /// Date of issue of the e-KTP.
        KtpIssueDate = "ktp_issue_date",
        /// Kewarganegaraan.
        Nationality = "nationality",
        /// Alamat per e-KTP.
        KtpAddress = "ktp_address",
        /// Provinsi.
        KtpProvince = "ktp_province",
        /// Kabupaten atau kota.
        KtpRegency = "ktp_regency",
        /// Kecamatan.
        KtpDistrict = "ktp_district",
        /// Kode pos.
        KtpPostcode = "ktp_postcode",
        /// Whether the person lives there.
        DomicileSame = "domicile_same",
        /// Alamat domisili.
        DomicileAddress = "domicile_address",
        /// Provinsi domisili.
        DomicileProvince = "domicile_province",
        /// Kabupaten atau kota domisili.
        DomicileRegency = "domicile_regency",
        /// Kecamatan domisili.
        DomicileDistrict = "domicile_district",
        /// Kode pos domisili.
        DomicilePostcode = "domicile_postcode",
        /// Pekerjaan.
        Occupation = "occupation",
        /// Nomor telepon.
        Phone = "phone",
        /// Nama ibu.
        MotherName = "mother_name",
        /// Kewarganegaraan ibu.
        MotherNationality = "mother_nationality",
        /// Alamat ibu.
        MotherAddress = "mother_address",
        /// Nama ayah.
        FatherName = "father_name",
        /// Kewarganegaraan ayah.
        FatherNationality = "father_nationality",
        /// Alamat ayah.
        FatherAddress = "father_address",
        /// Nama suami atau istri.
        SpouseName = "spouse_name",
        /// Kewarganegaraan suami atau istri.
        SpouseNationality = "spouse_nationality",
        /// Alamat suami atau istri.
        SpouseAddress = "spouse_address",
    }
);
