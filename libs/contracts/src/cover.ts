/** In the place of what a reader may not see; sent back, it stands for what is covered. */
export const COVER = "***";
