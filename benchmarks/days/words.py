"""What people said on the day: each line is typed once, so that nothing compresses by being
repeated. Invented for the measurement, about nobody."""

RECORDED = """
girls walk an hour for water before school and come late
the road to the clinic floods, so mothers wait until a fever is high
boys leave class in the mining season and few return after it
older girls stop coming when fees are asked at the end of term
men drink at the crossing on market days and quarrel at home
children sell at night along the highway to help their families
some teachers send pupils to work on their farms
people said nobody explains to young ones how the body changes
the chairlady told how neighbours take turns to watch toddlers
a boatman carries school children free when the river is up
grandmothers keep the smallest at the fire and tell them stories
two teachers stay after lessons with those who fell behind
the imam and the pastor speak together against early marriage
women of the savings group buy exercise books for orphans
the fishermen bring back any child found far from the village
young mothers meet under the mango tree to learn from a nurse
nearly all groups named pregnancy before they named hunger
fathers say they were never invited to talk about this before
those with a limp or poor sight were carried to the meeting
health staff are trusted, but the walk and the waiting are not
the groups agree on the harm and differ on its cause
elders want the dance society to teach respect as it once did
the small meeting at the well went on until dark
planning by the villages together, each sent four messengers
we went from compound to compound on the far side of the stream
feedback in the school yard, drawings were shown on a cloth
a quiet group of girls spoke at length once the men had left
the farmers came late because of a bush fire on the ridge
large meeting after prayers, everyone stood in the shade
people with crutches sat in front and were heard first
""".strip().splitlines()

CORRECTED = """
girls walk more than an hour, and longer in the dry months
the bridge was out for three weeks, not the road
boys leave for the mines from January on and stay until planting
fees were named by the parents, not by the pupils
the quarrels start on the way back from the market
selling goes on until the last lorry has passed
this was said of one school only, the other two do not do it
they want to hear it from a nurse rather than from a teacher
neighbours take turns by week, the chairlady keeps the list
he stopped in August when the boat leaked and began again since
the stories are told in Temne and in Limba
only one of the teachers stays now, the other was moved
the pastor has spoken twice, the imam every Friday
they also bought sandals before the rains
the harbour master writes it in his own book
they moved to the church porch for the rainy season
hunger was named first in the upland village
fathers asked for a meeting of their own
the school lent benches for them
the waiting is worst on the day of vaccination
two causes were named: money, and no one to ask
the society will answer at the new moon
we stopped at dusk because of the mosquitoes
each village sent six, the downstream one could not come
the far side was cut off, so the near side only
the cloth hangs in the court barry now
the girls asked that their words be read back to them
the fire was out by noon and more people joined
it began before prayers and went on after them
one group asked for a sign interpreter next time
they carry it from the swamp well since the pump broke
the nurse said to come at once, day or night
some came back at Easter, the headmaster kept their places
parents offered to pay in rice
the owners of the bar were asked to close early
lamps were promised by the traders
the farm work was stopped after the mothers complained
the peer group wants a box for questions
toddlers stay at the mill while the rice is cleaned
the new boat carries twenty at most
the old women asked the youth to come and listen
lessons are at the mosque while the roof is mended
both will speak at the naming ceremony
the group has nine new members
last month they walked one home from the junction
a second meeting tree was chosen near the quay
the downstream village put work on other farms first
they would come if it were held after the football
a handcart was borrowed for the way back
the drugs were there, the nurse was not
the third cause was shame, said in a low voice
the drum calls those who are late
the elders lit a lantern and it went on
a messenger walked back with the result
the stream fell and we went again on Thursday
it was drawn once more with charcoal on the wall
a boy asked if they might join for the last part
twelve more signed with a thumb
rain drove everyone into the store
the speech was turned into Krio for the strangers
""".strip().splitlines()

PLACES = (
    """
under the cotton tree|at the court barry|by the old well|in the school yard|behind the mosque
on the quay|at the crossing|in the chairlady’s compound|near the rice mill
""".strip()
    .replace("\n", "|")
    .split("|")
)
