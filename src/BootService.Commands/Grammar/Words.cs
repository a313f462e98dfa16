namespace BootService.Commands.Grammar;

/// <summary>Words that stand for yes and no (stacki.md §1.2; unlike Stacki, anything else is an error).</summary>
internal static class Words
{
    public static bool? Truth(string text) => text.ToLowerInvariant() switch
    {
        "on" or "yes" or "y" or "true" or "1" => true,
        "off" or "no" or "n" or "false" or "0" => false,
        _ => null,
    };
}
