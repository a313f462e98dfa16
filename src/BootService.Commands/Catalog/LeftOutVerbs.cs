namespace BootService.Commands.Catalog;

/// <summary>
/// Verbs that Stacki had and that are none here, with what is there in their place (docs/stacki.md tells the same as a table). Without this table
/// <c>list host graph</c> would be a host called graph.
/// </summary>
internal static class LeftOutVerbs
{
    private const string Any = "*";

    /// <summary>Stands for a scope or for none: <c>add firewall</c>, <c>add host firewall</c>.</summary>
    private const string Scope = "~";

    private const string Tokens = "\"stack add token\" and the group of the admin socket say who may what";
    private const string Repositories = "hosts get packages from pallets and carts, and \"stack create mirror URL\" makes a pallet of a repository";
    private const string Machines = "virtual machines are made elsewhere, and one that boots from the network is a host like any (\"stack add host\")";
    private const string Tools = "the maker's tool does it, called from node XML or over \"stack run host\"";
    private const string Daemons = "it was a file of a daemon that is not here; this one answers DHCP, TFTP, HTTP and DNS from the same state itself";
    private const string Folders = "a pallet or a cart is a folder, which tar packs; \"stack create pallet FOLDER\" makes a pallet of one";

    private static readonly string[] Scopes = ["appliance", "environment", "host", "os"];

    /// <summary>First words, what follows them, and what to use instead.</summary>
    private static readonly (string Verbs, string[] Words, string Instead)[] Rows =
    [
        (Any, ["api"], Tokens),
        (Any, ["access"], Tokens),
        (Any, ["repo"], Repositories),
        (Any, ["box", "repo"], Repositories),
        (Any, ["host", "repo"], "\"stack report host yum HOST\" shows what a host's repositories are"),
        ("list", ["box", "pallet"], "\"stack list pallet\" says in which boxes each is enabled"),
        (Any, ["vm"], Machines),
        (Any, ["switch"], "switches are not configured from here; one can be a host of an appliance of its own (\"stack add appliance switch\")"),
        (Any, ["host", "switch"], "switches are not configured from here"),
        (Any, ["firmware"], Tools),
        (Any, ["host", "firmware"], Tools),
        ("set", ["host", "storage"],
            "a disk's state is set by the controller's own tool (\"stack run host\"); \"stack load storage controller\" says what arrays an install makes"),
        (Any, ["host", "key"],
            "keys are attributes: ssh.public_key for root, users.NAME.keys for others (\"stack set host attr HOST attr=ssh.public_key value=...\")"),
        (Any, ["host", "partition"], "the installer makes the partitions and nobody reports them; \"stack list host storage partition\" shows what is wanted"),
        (Any, ["host", "message"], "\"stack list host event\" tells what happened, and \"stack watch\" follows it"),
        ("add remove set", ["os"], "an os comes with its first host (\"stack set host os\") or attribute (\"stack set os attr\")"),
        ("set", ["environment"], "an environment is its name and its attributes (\"stack set environment attr\")"),
        ("add", ["copyright"], "files keep the notices they have"),
        (Any, ["pallet", "tag"], "pallets have no tags; their name, version and release tell them apart"),
        ("set", ["pallet"], "a pallet is as its medium made it; \"stack enable pallet\" puts it into boxes"),
        ("list", ["pallet", "command"], "a pallet brings node XML and packages, and no commands"),
        ("run", ["pallet"], "nothing of a pallet is run on the frontend; \"stack enable pallet\" is all there is to do"),
        ("create", ["new", "pallet"], Folders),
        ("create", ["package"], Folders),
        ("pack unpack", ["cart"], Folders),
        ("config", ["host"], "\"stack enable discovery\" turns machines that ask into hosts"),
        ("dump", ["appliance"], Whole), ("dump", ["bootaction"], Whole), ("dump", ["box"], Whole), ("dump", ["cart"], Whole), ("dump", ["environment"], Whole),
        ("dump", ["global"], Whole), ("dump", ["group"], Whole), ("dump", ["host"], Whole), ("dump", ["network"], Whole), ("dump", ["os"], Whole),
        ("dump", ["pallet"], Whole), ("dump", ["software"], Whole),
        ("list set", ["attr", "doc"], "\"stack list attr help=true\" says what the well-known attributes mean"),
        ("list", ["help"], "\"stack help\" lists all verbs, and \"stack help WORD\" those about a word"),
        ("list", ["host", "graph"], "\"stack list graph HOST format=dot\" draws it"),
        ("list", ["host", "summary"], "\"stack list host status\" shows how each stands"),
        ("list", ["node", "xml"], "\"stack list host xml HOST\" shows it for a host, and \"stack list node\" the files there are"),
        ("load", ["storage"], "it goes on with partition: \"stack load storage partition\""),
        ("remove", ["host", "boot"], "\"stack set host boot HOST action=os\" lets a host boot its disk"),
        ("report", ["host", "bootfile"], "\"stack simulate boot HOST\" shows what a machine is told, file by file"),
        ("report", ["host", "route"], "routes are part of \"stack report host network HOST\""),
        ("report", ["host", "attr"], "\"stack list host attr HOST output-format=json\" lists them for programs"),
        ("report", ["host", "mq"], Daemons),
        ("report", ["host", "time"], "time servers are the attribute Kickstart_PrivateNTPHost, and \"stack sync host time HOST\" puts them into force"),
        ("report", ["named"], Daemons),
        ("report", ["zones"], Daemons),
        ("report", ["dbhost"], Daemons),
        ("report", ["script"], "reports are text as it is, and \"stack sync host\" puts into force what changed"),
        ("report", ["siteattr"], "\"stack report attrfile\" writes all attributes"),
        ("set", ["host", "metadata"], "it is an attribute: \"stack set host attr HOST attr=metadata value=...\""),
        ("set", ["host", "cpus"], "how many processors a machine has is not kept"),
        ("set", ["host", "distribution"], "a distribution is a box here: \"stack set host box HOST box=...\""),
        ("set", ["network", "dns"], "names are answered for each network that has a zone: \"stack set network zone NETWORK zone=...\""),
        ("swap", ["host"], "\"stack set host name\" three times exchanges the names of two hosts, and \"stack swap host interface\" their interfaces"),
        ("add list remove set", ["distribution"], "a distribution is a box here: \"stack add box\", \"stack list box\", \"stack set host box\""),
        ("list", ["membership"], "\"stack list appliance\" shows the memberships too"),
        (Any, ["roll"], "a roll is a pallet here: \"stack add pallet\", \"stack enable pallet\", \"stack list pallet\""),
    ];

    private const string Whole = "\"stack dump\" writes everything at once";

    /// <summary>
    /// The sentence about a verb of Stacki's that words begin with; null when they begin with none that is longer than what is known of them.
    /// </summary>
    /// <param name="words">The words.</param>
    /// <param name="known">How many of them are a verb of ours.</param>
    public static string? Sentence(IReadOnlyList<string> words, int known)
    {
        if (words.Count == 0)
        {
            return null;
        }

        var best = known;
        string? instead = null;
        foreach (var row in Rows)
        {
            if (LengthOf(row.Verbs, row.Words, words) is { } length && length > best)
            {
                (best, instead) = (length, row.Instead);
            }
        }

        return instead is null ? null : $"\"{string.Join(' ', words.Take(best))}\" of Stacki is left out: {instead}";
    }

    /// <summary>How many words a row takes; null when they are not its own.</summary>
    private static int? LengthOf(string verbs, string[] row, IReadOnlyList<string> words)
    {
        if (verbs != Any ? !verbs.Split(' ').Contains(words[0]) : !Verbs.Contains(words[0]))
        {
            return null;
        }

        var at = 1;
        foreach (var word in row)
        {
            if (word == Scope)
            {
                at += at < words.Count && Scopes.Contains(words[at]) ? 1 : 0;
            }
            else if (at < words.Count && words[at] == word)
            {
                at++;
            }
            else
            {
                return null;
            }
        }

        return at;
    }

    private static readonly string[] Verbs =
        ["add", "config", "create", "disable", "dump", "enable", "list", "load", "pack", "remove", "report", "run", "set", "sync", "unload", "unpack"];
}
