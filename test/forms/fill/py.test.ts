import { fillForms } from '../each-fill.ts';

fillForms('PY');
