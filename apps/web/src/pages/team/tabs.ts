export const TEAM_TABS = ['giao-viec', 'truc', 'cong-van', 'cong-van-di'] as const;
export type TeamTab = (typeof TEAM_TABS)[number];
