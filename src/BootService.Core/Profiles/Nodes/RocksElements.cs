namespace BootService.Core.Profiles.Nodes;

/// <summary>Elements of Rocks' node files and of the first Stacki's, and of SUSE's answers, that have no part here, and what says the same.</summary>
internal static class RocksElements
{
    /// <summary>What to write instead of an element, as the end of a sentence; null when it is none of Rocks'.</summary>
    public static string? Instead(string element) => element switch
    {
        "configure" => "Rocks ran it at the first boot of the frontend: write <boot order=\"post\"> for nodes, or <post> for what the installer may do",
        "unconfigure" => "Rocks ran it when a roll was taken away: take it out",
        "service" => "write <services>--enabled=NAME</services> into <main>, or \"chkconfig NAME on\" or \"systemctl enable NAME\" into <post>",
        "si_prompt" or "prompt" or "installer" or "screen" =>
            "it asked whoever installed the frontend: take it out, and set attributes with \"stack set attr\"",
        "si_include" => "write <include file=\"...\"/> and lay the file into the folder include beside nodes",
        "rpm" or "pkg" or "rpms" => "write <package>NAME</package>",
        "group" or "groups" => "write <package type=\"meta\">NAME</package>",
        "graph" or "edge" or "order" or "head" or "tail" => "it belongs into a graph file, in the folder graphs/default beside nodes",
        "roll" or "pallet" => "pallets are enabled with \"stack enable pallet\"",
        "repo" or "repository" => "write <repo>--name=NAME --baseurl=URL</repo> into <main>, or make a pallet of it",
        "cvs" or "patch" or "loader" or "installclass" => "it built Rocks' own installer, which nodes do not use: take it out",
        "file" => "it stands inside <post>, <pre>, <boot> or <script>",
        "partition" or "partitions" => "write <part> into <main>, or describe the disks with \"stack add storage partition\"",
        "command" => "write the name of the kickstart command itself as the element",
        "bash" or "shell" or "python" or "perl" => "write <post interpreter=\"...\">",
        "general" or "software" or "users" or "partitioning" or "add-on" or "services-manager" or "xi:include" or "ntp-client" or "suse_register" =>
            "it is AutoYaST's, which SUSE's installer reads, and none of the installers here: leave such files to a graph of their own",
        _ => null,
    };
}
