"""The small words that no text can do without: a cheap sign of the language that a text is in.

The lists hold frequent function words (articles, pronouns, prepositions, conjunctions, auxiliaries) of languages that
share their script with others; where the script alone tells the language there is none. A word may stand in several
lists; what counts is how many words of one list a text has that are not in another.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Final

_LISTS: Final = {
    "en": """the of and to in is was that for it with as his on be at by he this had not are but from or have an
        they which one you were her all she there would their we him been has when who will more no if out so said
        what up its about into than them can only other new some could time these two may then do first any my now
        such like our over man me even most made after also did many before must through back years where much your
        way well down should because each just those how too little good very make world own see men work long get
        here between both being under never day same another know while last might us great since against a i""",
    "it": """tuttavia inoltre invece infatti dunque oltre due tre quattro cinque sette otto nove dieci il lo la i
        gli le un uno una di del dello della dei degli delle a al allo alla ai agli alle da dal dalla dai dalle in
        nel nello nella nei negli nelle su sul sulla sui sulle con per tra fra e ed o ma anche non che chi cui come
        dove quando se più è sono era erano ha hanno aveva essere stato stata stati fatto questo questa questi
        queste quello quella quelli suo sua suoi sue loro ci si mi ti vi ne perché dopo prima molto tutti tutto così
        ancora già solo sempre mentre però poi senza contro secondo quindi dell nell all dall sull""",
    "fr": """toutefois cependant néanmoins pourtant également ensuite deux trois quatre cinq sept huit neuf dix
        toujours le la les un une des du de à au aux en dans par pour sur avec sans sous et ou mais donc ni car que
        qui quoi dont où ce cet cette ces il elle ils elles on nous vous je tu son sa ses leur leurs mon ma mes
        notre votre ne pas plus est sont était étaient être avoir a ont avait avaient été fait se si comme aussi
        très tout tous toute toutes même autres entre après avant depuis pendant lors alors ainsi selon contre chez
        y l d qu n s c j""",
    "es": """además embargo aún incluso entonces dos tres cuatro cinco seis siete ocho nueve diez el la los las un
        una unos unas de del a al en con por para sin sobre entre hasta desde y e o u pero sino que quien cual como
        cuando donde si no más es son era eran fue fueron ser estar está están ha han había haber hay su sus se le
        les lo me te nos este esta estos estas ese esa eso aquel también ya muy todo todos toda todas porque después
        antes durante contra según mientras así aunque mi tu otro otra otros otras""",
    "pt": """porém além entretanto portanto dois duas três quatro cinco sete oito nove dez o a os as um uma uns umas
        de do da dos das em no na nos nas por pelo pela pelos pelas para com sem sobre entre até desde e ou mas que
        quem qual como quando onde se não mais é são era eram foi foram ser estar está estão tem têm tinha há seu
        sua seus suas lhe ele ela eles elas este esta isso esse essa ao aos à às também já muito todos todas porque
        depois antes durante contra segundo enquanto assim ainda mesmo outro outra""",
    "ca": """el la els les un una uns unes de del dels a al als en amb per sense sobre entre fins des i o però sinó
        que qui com quan on si no més és són era eren va ser estar està ha han havia hi seu seva seus seves es li ho
        em et ens aquest aquesta aquests aquestes aquell també ja molt tot tots tota perquè després abans durant
        contra segons mentre així encara pel pels""",
    "gl": """o a os as un unha uns unhas de do da dos das en no na nos nas por polo pola para con sen sobre entre
        ata desde e ou pero que quen cal como cando onde se non máis é son era eran foi foron ser estar está ten
        teñen hai seu súa seus súas lle el ela eles este esta iso ao aos tamén xa moi todos porque despois antes
        durante contra segundo mentres así aínda""",
    "ro": """însă totuși astfel doi două trei patru cinci șapte opt zece și de la în cu pe din pentru care nu este
        sunt era au a fost fi că să se mai ca un o unei unui lui ei lor al ale ai cel cea cei cele ce sau dar după
        prin până fără între despre asupra către acest această aceste acesta aceasta acum când cum unde dacă tot
        toate toți foarte doar numai sa său sale săi am ar va vor le îi își ne într dintre printre potrivit fiind
        avea""",
    "de": """allerdings außerdem zudem dabei damit dennoch trotzdem deshalb zwei drei vier fünf sechs sieben neun
        zehn der die das den dem des ein eine einen einem einer eines und oder aber denn weil dass daß wenn als wie
        ob in im ins an am auf aus bei beim mit nach von vom vor zu zum zur für über unter durch gegen ohne um bis
        seit zwischen ist sind war waren wird werden wurde wurden worden hat haben hatte hatten sein seine seinen
        seiner ihr ihre ihren ihrer er sie es wir ich ihm ihn uns sich nicht kein keine auch noch nur schon sehr
        mehr so dann doch kann können soll sollen muss diese dieser dieses diesem nach während bereits jedoch""",
    "nl": """echter bovendien daarom twee drie vier vijf zeven acht negen tien de het een en of maar want omdat dat
        die dit deze als wie wat waar in op aan van voor met door bij uit naar om tot over onder tegen zonder tussen
        na sinds tijdens is zijn was waren wordt worden werd werden heeft hebben had hadden zal zullen zou kan
        kunnen moet hij zij ze we wij ik je u hem haar hun hen ons er niet geen ook nog al wel dan toch zeer veel
        meer alle andere volgens te ten ter""",
    "af": """die 'n en of maar want omdat dat wat dit hierdie as wie waar in op aan van vir met deur by uit na om
        tot oor onder teen sonder tussen is was word het sal sou kan moet hy sy ons ek jy hom haar hul hulle nie
        geen ook nog al wel dan baie meer alle ander volgens te se""",
    "sv": """och i att det som en på är av för med till den har de inte om ett men var sig så vi han hon från vid nu
        kan när år under också efter eller sin sina sitt där mot ska skulle då hade alla andra mycket mer denna
        detta dessa blev blir vara varit mellan utan över genom hos innan ur ut upp än jag du ni dem deras""",
    "da": """og i at det som en på er af for med til den har de ikke om et men var sig så vi han hun fra ved nu kan
        når år under også efter eller sin sine sit der mod skal skulle da havde alle andre meget mere denne dette
        disse blev bliver være været mellem uden over gennem hos før ud op end jeg du dem deres hvor""",
    "no": """og i at det som en på er av for med til den har de ikke om et men var seg så vi han hun fra ved nå kan
        når år under også etter eller sin sine sitt der mot skal skulle da hadde alle andre mye mer denne dette
        disse ble blir være vært mellom uten over gjennom hos før ut opp enn jeg du dem deres hvor eit ein ikkje frå""",
    "is": """og að í á er sem til um við en af með það fyrir var hann ekki frá þar var eru hún þeir þær þau sé hefur
        hafa hafði verið vera eða þegar eftir einnig sig sér hans hennar þeirra þess þetta þessi þessa svo nú mjög
        allt allir undir yfir milli gegn án""",
    "fi": """ja on ei se että hän oli ovat mutta tai kuin myös joka jotka jonka joita mukaan ole olla ollut olivat
        niin kun jos vain nyt jo sen sitä siitä siihen niiden tämä tämän tässä näin hänen heidän ne he minä me te
        sekä vielä kanssa jälkeen ennen aikana välillä ilman vastaan voi voivat eivät mitä miten missä kaikki""",
    "et": """ja on ei see et ta oli olid aga või kui ka mis kes mille keda järgi ole olla olnud nii siis kuid vaid
        nüüd juba selle seda sellest seal need neid nende tema nad mina me te ning veel koos pärast enne ajal vahel
        ilma vastu võib saab oma mitte kuidas kus kõik välja üle peale tuleb""",
    "lv": """un ir ka nav bija par no ar uz pie pēc līdz bez pret starp kas kā bet vai arī tas tā šis šī tie to tam
        viņš viņa viņi mēs es jūs savu sava būs būt tiek tika jau vēl tikai ļoti kad kur ja lai gan nevis kuru kura
        kurš kuri viņu tās šo""",
    "lt": """ir yra kad nėra buvo apie iš su į prie po iki be prieš tarp kas kaip bet ar taip pat tai ta šis ši tie
        to tam jis ji jie mes aš jūs savo bus būti jau dar tik labai kai kur jei nors ne o už per dėl kuris kuri
        kurie kurių jo jos jų šio""",
    "pl": """jednak ponadto natomiast dzięki dwa dwie trzy cztery pięć sześć siedem osiem dziesięć i w na z ze do
        nie się to jest są był była było były od po za o przez dla przy pod nad przed między bez oraz lub albo ale
        że aby żeby gdy kiedy jak jako który która które którzy których tego tej ten ta te tym tych jego jej ich go
        mu im on ona oni my ja także też już jeszcze tylko bardzo może będzie zostać został została według podczas u""",
    "cs": """však navíc proto díky dva dvě tři čtyři pět šest sedm osm deset a v ve na s se si z ze do ne je jsou
        byl byla bylo byli od po za o pro při pod nad před mezi bez nebo ale že aby když jak jako který která které
        kteří to ten ta tento této tohoto toho tom jeho její jejich ho mu jim on ona oni my já také už ještě jen
        velmi může bude být má mají podle během k ke u i""",
    "sk": """a v vo na s so sa si z zo do nie je sú bol bola bolo boli od po za o pre pri pod nad pred medzi bez
        alebo ale že aby keď ako ktorý ktorá ktoré ktorí to ten tá tento tejto tohto toho tom jeho jej ich ho mu im
        on ona oni my ja tiež už ešte len veľmi môže bude byť má majú podľa počas k ku u i aj""",
    "sl": """in v na s z za do ne je so bil bila bilo bili od po o pri pod nad pred med brez ali pa da bi ko kot ki
        to ta tega tem njegov njihov njen ga mu jim on ona oni mi jaz tudi že še le zelo lahko bo biti ima imajo med
        k se si ter zaradi ker kjer""",
    "hr": """i u na s sa se je su bio bila bilo bili od do po za o pri pod nad pred među bez ili ali da bi kad kada
        kako kao koji koja koje što to taj ta ovaj ovo toga tom njegov njihov njen ga mu im on ona oni mi ja također
        već još samo vrlo može će biti ima imaju prema tijekom k te nije nisu zbog jer iz""",
    "hu": """a az és hogy nem is egy van volt vannak voltak lesz lett meg de vagy ha mint mert aki ami amely amelyek
        akik ez ezt azt ezek azok itt ott már még csak nagyon most után előtt alatt között nélkül ellen szerint
        által miatt ki be el fel le több minden ő ők én mi ti nincs lehet kell pedig illetve""",
    "tr": """ve bir bu da de için ile olarak çok daha en gibi kadar sonra önce göre karşı ama ancak veya ya ki ne o
        şu ben sen biz siz onlar onun bunun değil var yok oldu olan olduğu olduğunu oldu etti ettiği eden tarafından
        arasında üzerinde içinde hem her hiç ise bile dedi""",
    "az": """və bir bu da də üçün ilə olaraq çox daha ən kimi qədər sonra əvvəl görə qarşı amma lakin və ya ki nə o
        mən sən biz siz onlar onun deyil var yox oldu olan olduğu edib edən tərəfindən arasında həm hər isə""",
    "id": """yang dan di ini itu dengan untuk dari pada dalam tidak akan adalah ada oleh juga ke karena atau mereka
        dia ia kami kita saya telah sudah bisa dapat lebih saat hanya seperti sebagai setelah sebelum antara namun
        tetapi bahwa para serta secara tersebut menjadi masih hingga""",
    "tl": """ang ng sa na mga ay at si ni kay ito iyon niya siya sila kanyang kanilang hindi may mayroon para kung
        dahil o pero din rin lang pa nang noong ako kami tayo mula""",
    "sw": """ya na wa kwa ni katika la za cha kuwa hii huyo hiyo hilo lakini au kama pia baada kabla wakati yake
        wake wao yeye sisi mimi si hakuna ambao ambaye kutoka hadi zaidi sana""",
    "so": """iyo ka ku oo in waa ay u la ee uu si aan ah kale waxay waxa inuu isku kaas tan markii laakiin hadda""",
    "sq": """dhe të në e një i për me nga që është janë ka kanë ishte ishin nuk se si por ose kjo ky këto këta ai
        ajo ata ne unë do duke më shumë pas para mes pa kundër sipas edhe vetëm tij saj tyre së""",
    "vi": """và của là có trong được cho không một các những người này đó với để từ khi đã sẽ đang cũng như về tại
        bị ra vào trên nhiều năm ông bà họ chúng tôi anh đến hay hoặc nhưng vì theo""",
    "ga": """agus an na ar i le de do go ag is tá bhí sé sí siad mé tú nach ní níl ach nó faoi ó chun mar seo sin a""",
    "cy": """y yr a ac o i yn ar gan wedi ei eu mae oedd roedd nid ddim neu ond fel hefyd am at hyn hwn hon ef hi
        nhw bod sydd sy dros rhwng""",
    "eu": """eta da ez dira zen bat du dute zuen ere edo baina hau hori horiek bere izan dela duela egin baino
        gehiago arte artean""",
    "mt": """u li ta il fil ma minn għal ma fuq din dan dawn kien kienet huwa hija mhux jew iżda wara qabel bejn""",
    "ru": """и в во на с со не что он она они это как по к ко из у за от о об для при под над до после перед между
        без или но а же бы был была было были есть быть будет так его её ее их ему им мы я вы ты который которая
        которые которых этого этой этот эти того том тем также уже еще ещё только очень может где когда если чтобы""",
    "uk": """і й та в у на з із зі не що він вона вони це як по до від за о про для при під над після перед між без
        або але а ж би був була було були є бути буде так його її їх йому їм ми я ви ти який яка які яких цього цієї
        цей ці того тому тим також вже ще тільки дуже може де коли якщо щоб""",
    "be": """і й ў у на з са не што ён яна яны гэта як па да ад за аб для пры пад над пасля перад паміж без або але
        а бы быў была было былі ёсць быць будзе так яго яе іх яму ім мы я вы ты які якая якія якіх гэтага гэтай гэты
        гэтыя таго тым таксама ўжо яшчэ толькі вельмі можа дзе калі каб""",
    "bg": """и в във на с със не че той тя те това как по към от за до при под над след пред между без или но а бе
        беше бяха е са съм бъде ще така му й им ги ние аз вие който която които което този тази тези което още вече
        само много може къде когато ако да се си като обаче""",
    "mk": """и во на со не дека тој таа тие ова како по кон од за до при под над по пред меѓу без или но а беше беа
        е се сум биде ќе така му ѝ им ги ние јас вие кој која кои што овој оваа овие уште веќе само многу може каде
        кога ако да си""",
    "sr": """и у на с са се је су био била било били од до по за о при под над пред међу без или али да би кад када
        како као који која које што то тај та овај ово тога том његов њихов њен га му им он она они ми ја такође већ
        још само врло може ће бити има имају према током те није нису због јер из""",
    "ar": """في من على أن إلى عن مع هذا هذه التي الذي كان كانت لا ما هو هي بعد قبل بين كما قد لم لن أو ثم حيث ذلك
        تلك كل غير عند خلال منذ حتى إن وقد وكان أي عليه فيه به لها له وهو وفي ومن""",
    "fa": """و در به از که این را با است برای آن یک خود تا کرد بر هم نیز می شود شده بود اما یا باید هر ما او آنها
        آن‌ها ها های گفت پس پیش بین بدون شد دارد کرده اند نمی چه اگر""",
    "ur": """کے کی میں کا ہے سے اور کو نے پر ہیں اس یہ کہ کر تھا تھی تھے بھی لیے نہیں ایک وہ جو ہو گیا گئی تک ان
        ساتھ بعد پہلے یا لیکن اپنے کیا رہے رہا رہی""",
    "hi": """के की में का है से और को ने पर हैं इस यह कि कर था थी थे भी लिए नहीं एक वह जो हो गया गई तक उन साथ बाद
        पहले या लेकिन अपने किया रहे रहा रही""",
    "mr": """आहे आणि या व की च्या ते हे तो ती होते होता होती आहेत नाही मध्ये केले केली असे असून पण किंवा त्या त्याने
        साठी वर एक""",
    "ne": """र छ को मा ले लाई पनि भएको गरेको हो यो त्यो थियो छन् गर्न भने तथा वा तर उनी उनले एक भन्दा""",
}  # fmt: skip

_KIN: Final = (frozenset({"hr", "sr", "bs", "sh"}), frozenset({"id", "ms"}), frozenset({"no", "nb", "nn", "da"}))
"""Languages that small words do not tell from each other."""

_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0900-\u0903\u093a-\u094f])*")


@cache
def _table() -> Mapping[str, tuple[str, ...]]:
    """The languages of each word, in the order of their codes."""
    table: dict[str, list[str]] = {}
    for language, words in sorted(_LISTS.items()):
        for word in sorted(set(words.split())):
            table.setdefault(word, []).append(language)
    return MappingProxyType({word: tuple(languages) for word, languages in table.items()})


@cache
def function_words(language: str) -> frozenset[str]:
    """The function words of a language, by its primary code; empty where there is no list."""
    return frozenset(_LISTS.get(_listed_as(language) or "", "").split())


def alike(one: str, other: str) -> bool:
    """Whether the languages are one, or too near to each other to be told apart by small words."""
    return one == other or any(one in kin and other in kin for kin in _KIN)


def languages_of(word: str) -> tuple[str, ...]:
    """The languages, by code, that have this word, in lower case, among their function words."""
    return _table().get(word, ())


def words_in(text: str) -> list[str]:
    """The words of the text; an apostrophe parts them."""
    return _WORD.findall(text)


def count_by_language(words: Iterable[str]) -> Counter[str]:
    """How many of the words, in lower case, are function words of each language."""
    table = _table()
    return Counter(language for word in words for language in table.get(word, ()))


def balance(words: Sequence[str], one: str, other: str) -> tuple[int, int]:
    """How many words are function words of the one language alone, and how many of the other alone."""
    ones, others = function_words(one), function_words(other)
    return (
        sum(word in ones and word not in others for word in words),
        sum(word in others and word not in ones for word in words),
    )


def _listed_as(language: str) -> str | None:
    """The code of the list for a language: its own or that of one too near to be told from it."""
    if language in _LISTS:
        return language
    return next((listed for listed in sorted(_LISTS) if alike(language, listed)), None)
