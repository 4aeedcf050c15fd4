export { DescribedAnswers, type SeenAnswer } from './described-answers.js';
export { testDatabase, type TestDatabase } from './database.js';
export { describeWhere } from './describe-where.js';
export { givenWhenThen, type Decider, type Then } from './given-when-then.js';
export { staysHome, watchWaysOut, type WayOut } from './ways-out.js';
export { runModule } from './run-module.js';
export { readWhole, statementsOf, type Statement } from './plans.js';
export { SpanCollector, type SeenSpan } from './span-collector.js';
