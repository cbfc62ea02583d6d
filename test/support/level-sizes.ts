/**
 * How many states there are in each level of models that have a thousand states and more, without reductions: what
 * the estimate was measured on.
 */
export const measured: Readonly<Record<string, readonly number[]>> = {
  'dining-philosophers --set philosophers=8 --set ordered=false': [
    1, 8, 36, 104, 210, 296, 284, 168, 47,
  ],
  'dining-philosophers --set philosophers=10 --set ordered=false': [
    1, 10, 55, 200, 525, 1022, 1485, 1580, 1175, 550, 123,
  ],
  'dining-philosophers --set philosophers=10 --set ordered=true': [
    1, 10, 54, 192, 490, 924, 1295, 1324, 942, 420, 89,
  ],
  'two-phase-commit --set participants=4': [
    1, 9, 36, 88, 154, 216, 260, 270, 233, 161, 88, 38, 12, 2,
  ],
  'two-phase-commit --set participants=5': [
    1, 11, 55, 170, 375, 652, 962, 1250, 1425, 1390, 1131, 753, 405, 175, 60, 15, 2,
  ],
  'two-phase-commit --set participants=6': [
    1, 13, 78, 292, 781, 1632, 2856, 4391, 6039, 7372, 7846, 7164, 5545, 3600, 1938, 855, 306, 87,
    18, 2,
  ],
  'two-phase-commit --set participants=7': [
    1, 15, 105, 462, 1456, 3570, 7259, 12861, 20449, 29372, 37772, 42924, 42651, 36785, 27371,
    17447, 9436, 4277, 1603, 490, 119, 21, 2,
  ],
  'paxos --set clients=2': [
    1, 2, 5, 12, 30, 79, 201, 529, 1279, 2808, 5568, 10047, 16894, 26325, 36695, 44672, 47131,
    42590, 32260, 19907, 9630, 3455, 847, 124, 8,
  ],
  'paxos --set servers=5 --set clients=1': [
    1, 1, 4, 10, 16, 19, 40, 130, 320, 589, 1012, 2400, 6838, 16536, 30703, 43629, 48024, 41046,
    26502, 12093, 3528, 579, 45,
  ],
  'cap-ideal --set partition=heals --set timers=any': [
    1, 3, 6, 12, 24, 45, 76, 115, 154, 179, 179, 154, 110, 64, 28, 9, 2,
  ],
  'cap-payments --set partition=heals --set timers=any': [
    1, 3, 6, 11, 19, 33, 55, 84, 119, 160, 205, 250, 285, 298, 285, 249, 196, 133, 73, 30, 8, 1,
  ],
  'cap-chat --set partition=heals': [
    1, 3, 6, 12, 22, 39, 67, 118, 191, 280, 398, 507, 507, 357, 154, 30,
  ],
  'ewd840 --set nodes=4': [1024, 128, 88, 114, 66, 35, 36, 34, 23, 12, 5, 1],
  'ewd840 --set nodes=5': [5120, 512, 368, 482, 262, 158, 178, 191, 166, 130, 92, 52, 23, 7, 1],
}

/** The same of others, at which nobody looked before: with reductions. */
export const others: Readonly<Record<string, readonly number[]>> = {
  'two-phase-commit --set participants=8': [
    1, 17, 136, 688, 2500, 7056, 16408, 32972, 59254, 96816, 143840, 192656, 230412, 244342, 228712,
    188304, 135833, 85377, 46392, 21560, 8456, 2758, 736, 156, 24, 2,
  ],
  'paxos --set clients=3': [
    1, 3, 9, 25, 69, 183, 483, 1196, 2733, 5768, 11368, 21019, 36235, 57907, 85593, 116787, 146072,
    165120, 165725, 145071, 108760, 68453, 35360, 14596, 4644, 1074, 162, 12,
  ],
  'dining-philosophers --set philosophers=16 --set ordered=true': [
    1, 16, 135, 770, 3276, 10920, 29315, 64350, 116325, 173272, 211519, 209034, 163730, 98160,
    42447, 11822, 1597,
  ],
}
