import { RESOURCES_PATH } from './paths.ts';

export const TO_CHECK_PATH = `${RESOURCES_PATH}/a-verifier`;
export const DOUBLES_PATH = `${RESOURCES_PATH}/doublons`;
export const REPORTS_PATH = `${RESOURCES_PATH}/signalements`;
