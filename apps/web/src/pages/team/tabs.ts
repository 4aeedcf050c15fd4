export const TEAM_TABS = ['giao-viec', 'truc', 'cong-van'] as const;
export type TeamTab = (typeof TEAM_TABS)[number];
