/** Proves that a form comes from our own page. In every form that a signed-in person sends. */
export const FormToken = ({ value }: { value: string }) => <input type="hidden" name="formToken" value={value} />;
