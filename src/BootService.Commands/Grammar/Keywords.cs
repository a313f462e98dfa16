using BootService.Core.Attributes;

namespace BootService.Commands.Grammar;

/// <summary>Words with a meaning of their own wherever a value is expected; unlike in Stacki, a word that is neither yes nor no is an error.</summary>
internal static class Keywords
{
    /// <summary>Whether a text is the word that Stacki's users clear a field with.</summary>
    public static bool IsNull(string text) => text.Equals("NULL", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a cell says that there is nothing: Stacki's word, Python's, and what people write for it.</summary>
    public static bool IsNothing(string text) =>
        text.Length <= 4 && (IsNull(text) || text.Equals("None", StringComparison.OrdinalIgnoreCase) || text is "-" or "--" or "N/A" or "n/a");

    public static bool? Truth(string text) => AttributeForm.Truth(text);
}
