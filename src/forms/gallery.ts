/** How the forms are found: by policy, by who fills them and by the step of the procedure. */

/**
 * Who fills a form, in the policies' own words, by group: the word a reader looks for differs from policy to policy,
 * the part he plays does not. A discipline organ that handles the case itself is found under both of its names.
 */
const ROLE_GROUPS = {
  当事人: ['当事人', '干部本人', '责任追究对象', '容错对象', '纠错对象'],
  所在单位和党组织: [
    '所在党组织',
    '单位党委（党组）',
    '相关单位',
    '科室同事、分管领导',
    '支部大会、单位部门会议',
    '党委会',
    '有关党组织',
  ],
  承办单位: [
    '学校纪委、监察专员办公室、党委组织部及相关职能部门、单位',
    '责任追究部门',
    '调查组',
    '问责追责承办单位',
    '审理室',
    '各部门、各单位',
    '县纪委监委',
    '各级纪检监察机关',
  ],
  决定机关: ['学校党委', '同级党委（党组）', '同级党委或者上级主管部门', '专题会议'],
  纪检监察和组织部门: [
    '学校纪委、监察专员办公室',
    '纪检监察机关、组织部门',
    '县纪委监委',
    '各级纪检监察机关',
  ],
  职能部门: ['职能部门'],
  提出意见的人: ['征求意见对象'],
} as const;

/** A group of roles. */
export type RoleGroup = keyof typeof ROLE_GROUPS;

/** A role in the words of its policy. */
export type Role = (typeof ROLE_GROUPS)[RoleGroup][number];

export const ROLES: readonly Role[] = [...new Set(Object.values(ROLE_GROUPS).flat())];

/** The groups, in the order in which a matter reaches them. */
export const GROUPS = Object.keys(ROLE_GROUPS) as readonly RoleGroup[];

/** The groups to which a role belongs: one, or two where the same organ plays two parts. */
export function groupsOf(role: Role): RoleGroup[] {
  return GROUPS.filter((group) => (ROLE_GROUPS[group] as readonly Role[]).includes(role));
}

/** Steps of the procedure in their order, in words of the policies. */
export const STEPS = [
  '征求意见',
  '防错',
  '启动',
  '申请',
  '受理',
  '调查',
  '分析',
  '会商',
  '决定',
  '反馈',
  '申诉',
  '纠错',
  '归档',
  '备案统计',
  '关爱回访',
  '澄清',
] as const;

export type Step = (typeof STEPS)[number];
