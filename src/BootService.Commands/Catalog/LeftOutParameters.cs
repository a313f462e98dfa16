namespace BootService.Commands.Catalog;

/// <summary>
/// Parameters that Stacki's verbs had and ours have not. Some say how what needs no saying here is done; to leave them out of a script changes nothing, so they
/// are taken, with a word.
/// </summary>
internal static class LeftOutParameters
{
    private const string AtOnce = "every change is in effect when it is made";
    private const string OwnScript = "nothing of a pallet is run on the frontend";
    private const string Cart = "a cart is a folder: copy it into carts/ of the export directory, then \"stack add cart NAME\"";
    private const string Fetched = "\"stack create mirror URL\" fetches what is elsewhere, with name and password from its repository file";

    /// <summary>Beginnings of verbs, parameters, whether they are taken, and the sentence.</summary>
    private static readonly (string Verbs, string Parameters, bool IsTaken, string Sentence)[] Rows =
    [
        ("set host boot|set host bootaction|swap host interface", "sync sync-config", true, AtOnce),
        ("add route|remove route", "syncnow", true, "\"stack sync host network HOST\" takes it to a host that runs"),
        ("add pallet", "updatedb", true, AtOnce),
        ("enable pallet|disable pallet|remove pallet|add pallet", "run_hooks", true, OwnScript),
        ("load hostfile|load attrfile|unload hostfile|unload attrfile|load storage partition|load storage controller",
            "processor", true, "each kind of file has one reader"),
        ("load storage controller", "force", true, "a disk may be in several arrays when size= among their options leaves room for the next"),
        ("create mirror", "quiet", true, "its progress is shown at a terminal alone"),
        ("set attr|set bootaction", "force", true, "set replaces what is there, and add does not"),
        ("add host interface", "unsafe", true, "what is given is checked all the same"),
        ("add network|set network", "dns", true, "names are answered for each network that has a zone"),
        ("add box", "os", true, "a box is for whatever its pallets are for"),
        ("run host", "method", true, "it is always ssh"),
        ("set host power", "debug", true, "\"stack list host event HOST\" tells what was said to it"),
        ("add cart", "authfile downloaddir downloadonly file password url urlfile username", false, Cart),
        ("add pallet", "checksum dir password username", false, Fetched),
        ("set host power", "method", false, "the way a host's power goes is its attribute power.method"),
        ("list host", "expanded", true, "every column that there is is listed"),
        ("list attr", "display", true, "it is about hosts, as in \"stack list host attr HOST display=common\""),
        ("list pallet", "expanded", false, "where a pallet was fetched from is not kept; \"stack list audit\" says who added it"),
        ("list host", "hash", false, "\"stack list host hash\" lists them"),
        ("list host hash", "profile", false, "it is of the profile as it is now; \"stack diff host profile\" shows what an install would change"),
        ("list host profile", "chapter hash profile", false,
            "it prints the profile whole; \"stack list host hash\" and \"stack list host kickstart\" have the rest"),
        ("list host xml", "debug pallet", false, "\"stack list graph HOST\" shows which files it comes from"),
        ("list network", "dns", false, "\"stack list network\" shows the zone of each"),
        ("list attr|set attr|add attr|remove attr|list firewall|list route|list storage partition|list storage controller", "scope resolve", false,
            "the scope is a word of the verb, as in \"stack list host attr HOST\""),
        ("add firewall|add route|add storage partition|add storage controller|remove firewall|remove route|remove storage partition|"
            + "remove storage controller", "scope", false,
            "the scope is a word of the verb, as in \"stack add host route HOST\""),
        ("create pallet", "commit-ish newest", false, "it makes a pallet of a folder as it is"),
        ("create mirror", "os", false, "the repository says what it is for"),
        ("load", "force", false, "what is of the same name is replaced; \"stack import stacki FILE dryrun=yes\" shows it before"),
    ];

    /// <summary>All rows: verbs with <c>|</c> between them, parameters with blanks, whether they are taken, and the sentence.</summary>
    public static IReadOnlyList<(string Verbs, string Parameters, bool IsTaken, string Sentence)> All => Rows;

    /// <summary>The verbs there are rows about.</summary>
    public static IEnumerable<string> Verbs => Rows.SelectMany(row => row.Verbs.Split('|')).Distinct(StringComparer.Ordinal);

    /// <summary>What there is to say of a parameter of Stacki's; null when it is none.</summary>
    /// <param name="verb">The words of our verb.</param>
    /// <param name="parameter">The word before the <c>=</c>.</param>
    /// <returns>Whether it is taken, and the sentence.</returns>
    public static (bool IsTaken, string Sentence)? Of(string verb, string parameter)
    {
        foreach (var row in Rows)
        {
            if (row.Parameters.Split(' ').Contains(parameter) && row.Verbs.Split('|').Contains(verb))
            {
                return (row.IsTaken, row.IsTaken ? $"{parameter}= has no part in \"{verb}\": {row.Sentence}" : row.Sentence);
            }
        }

        return null;
    }
}
