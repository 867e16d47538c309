"""The words of the sample's pages, written for the sample."""

FIRST_MEETING = {
    "en": {
        "title": "A working group is formed at its first meeting",
        "place": "Legal Documentation Center, Russian Boulevard, Phnom Penh",
        "lead": "Civil-society organisations that serve victim-survivors of the Khmer Rouge regime met on 8 September 2022 and agreed to go on meeting every month.",
        "text": "<p>The Extraordinary Chambers in the Courts of Cambodia (ECCC) facilitated the meeting; the Legal Documentation Center (LDC) was the host. A workshop in May 2022 had shown that such a group was needed.</p><p>A neutral secretariat, led by civil society and the ECCC together, will coordinate the work. The group stays open to other organisations and institutions with representatives in Cambodia. Its structure will be settled in October.</p><p>The ECCC also recalled that the final judgment in Case 002/02 was due on 22 September 2022.</p>",
    },
    "km": {
        "title": "ក្រុមការងារត្រូវបានបង្កើត ក្នុងកិច្ចប្រជុំលើកទី១",
        "place": "មជ្ឈមណ្ឌលឯកសារច្បាប់ (LDC) មហាវិថីសហព័ន្ធរុស្ស៊ី រាជធានីភ្នំពេញ",
        "lead": "អង្គការសង្គមស៊ីវិល ដែលធ្វើការដើម្បីជនរងគ្រោះ និងអ្នករស់រានមានជីវិតពីរបបខ្មែរក្រហម បានជួបប្រជុំនៅថ្ងៃទី៨ ខែកញ្ញា ឆ្នាំ២០២២ ហើយយល់ព្រមប្រជុំរៀងរាល់ខែ។",
        "text": "<p>អង្គជំនុំជម្រះវិសាមញ្ញក្នុងតុលាការកម្ពុជា បានសម្របសម្រួលកិច្ចប្រជុំនេះ។ មជ្ឈមណ្ឌលឯកសារច្បាប់ (LDC) ជាម្ចាស់ផ្ទះ។</p><p>លេខាធិការដ្ឋានអព្យាក្រឹត ដែលដឹកនាំរួមគ្នាដោយសង្គមស៊ីវិល និងតុលាការ នឹងសម្របសម្រួលការងារ។ ក្រុមការងារនៅបើកទូលាយ សម្រាប់អង្គការ និងស្ថាប័នផ្សេងទៀត ដែលមានតំណាងនៅកម្ពុជា។</p>",
    },
    "fr": {
        "title": "Un groupe de travail naît de sa première réunion",
        "place": "Centre de documentation juridique, boulevard de Russie, Phnom Penh",
        "lead": "Des organisations de la société civile au service des victimes et rescapés du régime khmer rouge se sont réunies le 8 septembre 2022 et ont décidé de se retrouver chaque mois.",
        "text": "<p>Les Chambres extraordinaires au sein des tribunaux cambodgiens (CETC) ont facilité la réunion ; le Centre de documentation juridique (LDC) l’a accueillie. Un atelier de mai 2022 en avait montré la nécessité.</p><p>Un secrétariat neutre, dirigé ensemble par la société civile et les CETC, coordonne le travail. Le groupe reste ouvert aux autres organisations et institutions représentées au Cambodge. Sa structure sera fixée en octobre.</p>",
    },
}

INVENTED_NEWS = {
    "en": {
        "title": "The second meeting settles how the secretariat works",
        "lead": "Two leads, one rule on publishing, and three thematic groups. This news item is invented for the sample.",
        "text": "<p>One person from civil society and one from the court lead the secretariat. Nothing is made public unless both agree.</p><p>Organisations and people of this meeting are invented; the sample shows how the hub works.</p>",
    },
    "fr": {
        "title": "La deuxième réunion règle le travail du secrétariat",
        "lead": "Deux responsables, une règle de publication et trois groupes thématiques. Cette actualité est inventée pour l’exemple.",
        "text": "<p>Une personne de la société civile et une personne de la cour dirigent le secrétariat. Rien n’est publié sans l’accord des deux.</p><p>Les organisations et les personnes de cette réunion sont inventées ; l’exemple montre comment fonctionne le site.</p>",
    },
}
