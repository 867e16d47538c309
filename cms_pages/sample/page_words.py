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

# slug: language: facts
PLAIN_PAGES = {
    "contact": {
        "en": {
            "title": "Write to the secretariat",
            "lead": "The secretariat answers in Khmer, English and French.",
            "text": "<p>It convenes the meetings, keeps this record and takes applications to join. It is led by one person from civil society and one from the ECCC.</p>",
        },
        "km": {
            "title": "សរសេរទៅលេខាធិការដ្ឋាន",
            "lead": "លេខាធិការដ្ឋានឆ្លើយតបជាភាសាខ្មែរ អង់គ្លេស និងបារាំង។",
            "text": "<p>លេខាធិការដ្ឋានរៀបចំកិច្ចប្រជុំ រក្សាកំណត់ត្រា និងទទួលពាក្យស្នើសុំចូលរួម។</p>",
        },
        "fr": {
            "title": "Écrire au secrétariat",
            "lead": "Le secrétariat répond en khmer, en anglais et en français.",
            "text": "<p>Il convoque les réunions, tient ce registre et reçoit les demandes d’adhésion. Il est dirigé par une personne de la société civile et une personne des CETC.</p>",
        },
    },
    "help": {
        "en": {
            "title": "Help and helplines",
            "lead": "Some pages speak of violence. You can stop reading at any time.",
            "text": "<p>A helpline is listed here once the secretariat has called it and noted the day. The sample lists none, so that nobody calls a number that does not answer.</p>",
        },
        "km": {
            "title": "ជំនួយ និងខ្សែទូរស័ព្ទជំនួយ",
            "lead": "ទំព័រខ្លះនិយាយអំពីអំពើហិង្សា។ លោកអ្នកអាចឈប់អានបានគ្រប់ពេល។",
            "text": "<p>លេខទូរស័ព្ទជំនួយ ត្រូវដាក់នៅទីនេះ បន្ទាប់ពីលេខាធិការដ្ឋានបានពិនិត្យ។ គំរូនេះមិនមានលេខទេ។</p>",
        },
        "fr": {
            "title": "Aide et lignes d’écoute",
            "lead": "Certaines pages parlent de violences. Vous pouvez arrêter de lire à tout moment.",
            "text": "<p>Une ligne d’écoute figure ici une fois que le secrétariat l’a appelée et a noté le jour. L’exemple n’en cite aucune, pour que personne n’appelle un numéro qui ne répond pas.</p>",
        },
    },
    "privacy": {
        "en": {
            "title": "How we handle personal data",
            "lead": "We keep little, say what we keep, and never ask whether somebody is a survivor.",
            "text": "<p>Of members’ people we keep the name, the organisation, an address to write to and their answers to invitations. Who attended is shown in public only as numbers, or with consent.</p><p>Reading needs no cookie. Signing in sets one. No page loads anything from another site.</p><p>Applications that are not admitted are deleted after a set time. Write to the secretariat to see, correct or delete what is kept about you.</p>",
        },
        "km": {
            "title": "របៀបថែរក្សាទិន្នន័យផ្ទាល់ខ្លួន",
            "lead": "យើងរក្សាទុកតែតិចតួច ហើយមិនសួរថានរណាជាអ្នករស់រានមានជីវិតទេ។",
            "text": "<p>យើងរក្សាទុកឈ្មោះ អង្គការ អាសយដ្ឋានអ៊ីមែល និងចម្លើយចំពោះការអញ្ជើញ។ ជាសាធារណៈ យើងបង្ហាញតែចំនួន ឬបើមានការយល់ព្រម។</p><p>ការអានមិនត្រូវការខូគីទេ។ សូមសរសេរទៅលេខាធិការដ្ឋាន ដើម្បីមើល កែ ឬលុបទិន្នន័យរបស់លោកអ្នក។</p>",
        },
        "fr": {
            "title": "Vos données personnelles",
            "lead": "Nous gardons peu, disons ce que nous gardons, et ne demandons jamais si quelqu’un est rescapé.",
            "text": "<p>Des personnes des organisations membres, nous gardons le nom, l’organisation, une adresse et les réponses aux invitations. Les présences ne paraissent qu’en nombres, ou avec accord.</p><p>La lecture ne demande aucun cookie ; la connexion en pose un. Aucune page ne charge quoi que ce soit d’un autre site.</p><p>Les demandes non retenues sont supprimées après un délai fixé. Écrivez au secrétariat pour voir, corriger ou supprimer ce qui vous concerne.</p>",
        },
    },
}
