// Load SurveyJS exports with the library that runs them, and say what it makes of them.
// In: [{ survey, samples: [data] }] on standard input. Out: [{ errors, questions, titles: { language: [text] }, visible: [[name]] }].
import { readFileSync } from "node:fs";
import { Model } from "survey-core";

const looked = JSON.parse(readFileSync(0, "utf8")).map(({ survey, samples }) => {
  const model = new Model(survey);
  const questions = model.getAllQuestions();
  return {
    errors: (model.jsonErrors ?? []).map((error) => error.message),
    questions: questions.map((question) => [question.name, question.getType()]),
    titles: Object.fromEntries(["sv", "en", "da", "nb"].map((language) => {
      model.locale = language;
      return [language, [model.title, ...questions.map((question) => question.title)]];
    })),
    visible: samples.map((data) => {
      model.data = data;
      return questions.filter((question) => question.isVisible && question.page.isVisible).map((question) => question.name);
    }),
  };
});
console.log(JSON.stringify(looked));
