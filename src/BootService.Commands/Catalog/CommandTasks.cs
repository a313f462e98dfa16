namespace BootService.Commands.Catalog;

/// <summary>What people want to do, and which verbs do it: the order of help. Pure.</summary>
internal static class CommandTasks
{
    /// <summary>
    /// A task and the beginnings of verbs that are for it, a word for each place; <c>*</c> is any word, and the first rule that fits decides.
    /// </summary>
    private static readonly (string Task, string[] Verbs)[] Rules =
    [
        ("Install and boot",
        [
            "set host boot", "list host boot", "list host status", "list host timeline", "list host event", "list host log", "list host attempt",
            "watch", "wait", "simulate", "set host installaction", "set host runaction", "set host bootaction", "* bootaction",
        ]),
        ("Power, and commands on nodes", ["set host power", "list host power", "run", "copy", "iterate", "sync", "push"]),
        ("Passwords, keys and attributes", ["* password", "* * password", "* attr", "* * attr", "report host knownhosts"]),
        ("Profiles: what a host installs",
            ["check profile", "diff", "* profile", "* * profile", "* * kickstart", "* * xml", "* * hash", "* node", "* graph", "report host yum"]),
        ("Disks", ["* storage"]),
        ("Networks and addresses",
            ["* network", "* * network", "* * interface", "* * bonded", "* * bridge", "* * alias", "* route", "* * route", "* firewall", "* * firewall",
                "* discovery", "report host", "swap"]),
        ("Software: pallets, carts and boxes", ["* pallet", "* cart", "* box", "* * box", "* mirror", "* distribution", "* repo"]),
        ("Hosts and what they are", ["* host", "* group", "* appliance", "* os", "* environment"]),
        ("Tables and copies of everything", ["load", "unload", "report hostfile", "report attrfile", "dump", "backup", "import", "copy database"]),
    ];

    /// <summary>What belongs to no other task: the service itself.</summary>
    private const string Service = "The service itself";

    /// <summary>The tasks, in the order of help.</summary>
    public static IEnumerable<string> All => [.. Rules.Select(rule => rule.Task), Service];

    /// <summary>The task that a verb is for.</summary>
    /// <param name="words">The words that call it.</param>
    public static string Of(string words)
    {
        var parts = words.Split(' ');
        if (parts is [_, "hostfile" or "attrfile", ..] or ["load" or "dump" or "unload"] or ["copy", "database"])
        {
            return "Tables and copies of everything";
        }

        return Rules.Where(rule => Array.Exists(rule.Verbs, verb => Fits(verb.Split(' '), parts))).Select(rule => rule.Task).FirstOrDefault() ?? Service;
    }

    private static bool Fits(string[] beginning, string[] words) =>
        beginning.Length <= words.Length && beginning.Zip(words).All(pair => pair.First == "*" || pair.First == pair.Second);
}
