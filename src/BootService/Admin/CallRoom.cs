using BootService.Commands.Catalog;

namespace BootService.Admin;

/// <summary>How large a call may be: by who calls, and by its verb, which may be known only once its words are read.</summary>
/// <param name="verb">The words of the verb where the path names it; empty where the body does.</param>
/// <param name="mayChange">Whether the caller is an admin.</param>
/// <param name="settings">The limits.</param>
/// <param name="catalog">The verbs.</param>
internal sealed class CallRoom(string[] verb, bool mayChange, AdminSettings settings, CommandCatalog catalog)
{
    private CommandDeclaration? _named = verb.Length > 0 ? catalog.DeclarationOf(verb) : null;

    /// <summary>Whether the verb is known, or does not matter.</summary>
    public bool IsSettled { get; private set; } = verb.Length > 0 || !mayChange;

    /// <summary>Octets that any call may have.</summary>
    public long Least => settings.LargestRequest;

    /// <summary>Octets that this call may have: of one whose verb is not known, as many as the largest.</summary>
    public long Most => mayChange && (!IsSettled || _named is { TakesFile: true }) ? settings.LargestFile : settings.LargestRequest;

    /// <summary>That it is larger.</summary>
    public CommandBody.TooLarge TooLarge => new(Most, _named?.Words);

    /// <summary>Takes the words of the call, which do not matter where the path names the verb.</summary>
    public void Settle(IReadOnlyList<string> words)
    {
        if (!IsSettled)
        {
            (_named, IsSettled) = (catalog.DeclarationOf(words), true);
        }
    }
}
