using BootService.Commands.Attributes;
using BootService.Commands.Hosts;
using BootService.Core.Attributes;
using BootService.Core.Boot;
using BootService.Core.Inventories;
using BootService.Core.Names;

namespace BootService.Commands.Imports;

/// <summary>
/// Brings over what Cobbler keeps. A profile is an environment: what it says of its systems, with its distro's and its parents' words, becomes the
/// environment's attributes, and its systems are the hosts in it. Pure.
/// </summary>
internal sealed class CobblerSite(CobblerItems items, ImportDraft draft)
{
    private const int DeepestParents = 16;

    private static readonly string[] Meta = ["autoinstall_meta", "ks_meta"];

    /// <summary>Fields that say something nobody here would read.</summary>
    private static readonly string[] Idle =
        ["template_files", "fetchable_files", "boot_files", "mgmt_classes", "mgmt_parameters", "repos", "proxy", "redhat_management_key", "filename",
            "dhcp_tag"];

    /// <summary>Takes everything.</summary>
    /// <param name="rack">Where hosts stand whose names do not say it.</param>
    public void Read(Core.Hosts.Place rack)
    {
        foreach (var name in items.Distros.Keys.Order(StringComparer.Ordinal))
        {
            draft.Report.LeftOut("distro", name, "its kernel and its packages lie with Cobbler: \"stack add pallet\" of its medium brings them here");
        }

        foreach (var (kind, name) in items.Left)
        {
            draft.Report.LeftOut(kind, name, "only distros, profiles and systems are read");
        }

        foreach (var (name, profile) in items.Profiles.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Profile(name, profile);
        }

        new CobblerSystems(draft, this, rack).Read(items.Systems);
    }

    /// <summary>The environment that a profile is here; null when there is no such profile.</summary>
    public string? EnvironmentOf(string? profile) => profile is not null && items.Profiles.ContainsKey(profile) ? Word(profile) : null;

    /// <summary>Takes what every kind of item may say: values for templates, words for kernels, name servers.</summary>
    public void Words(AttributeOwner owner, string name, params IReadOnlyList<ImportedJson> layers)
    {
        foreach (var (attribute, value) in Merged(layers, Meta))
        {
            draft.Set(owner, attribute, string.Join(' ', value.Select(word => word ?? "true")));
        }

        foreach (var (attribute, member) in (ReadOnlySpan<(string, string)>)[
            (KernelArguments.ExtraAttribute, "kernel_options"), ("bootflags", "kernel_options_post")])
        {
            // Of an attribute the narrowest scope's counts alone, and Cobbler adds a system's words to its profile's.
            if (layers.Count > 1 || CobblerItems.Pairs(layers[^1], member).Any())
            {
                Arguments(owner, name, attribute, Merged([.. Above(layers[0]), .. layers], member));
            }
        }

        if (layers.Select(layer => string.Join(' ', layer.WordsOf("name_servers").Where(word => word != "<<inherit>>")))
            .LastOrDefault(words => words.Length > 0) is { } servers)
        {
            draft.Set(owner, NameServers.AttributeName, servers);
        }

        foreach (var field in Idle.Where(field => layers[^1].Object(field).Names.Any() || layers[^1].WordsOf(field).Any(word => word != "<<inherit>>")))
        {
            draft.Report.LeftOut(field, name, "it has no counterpart here; node XML writes files and picks packages");
        }

        if (CobblerItems.Text(layers[^1], "autoinstall", "kickstart") is { } template)
        {
            draft.Report.LeftOut("kickstart template", template, "profiles are node XML here: \"stack list node\" shows the usual ones");
        }
    }

    /// <summary>What a system adds to; nothing for what is no system.</summary>
    private List<ImportedJson> Above(ImportedJson item) =>
        CobblerItems.Text(item, "profile") is { } profile && items.Profiles.TryGetValue(profile, out var above) ? Layers(above) : [];

    private static string Word(string profile) =>
        string.Concat(profile.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' ? letter : '-'));

    private void Profile(string name, ImportedJson profile)
    {
        var word = Word(name);
        if (draft.Take(
            "profile", name,
            inventory => inventory.AddedEnvironments.Contains(word) ? [] : [new Change.EnvironmentAdded(HostRules.NewEnvironment(inventory, word))]))
        {
            Words(new AttributeOwner(AttributeScope.Environment, word), name, Layers(profile));
        }
    }

    /// <summary>The item with what it inherits, the widest first.</summary>
    private List<ImportedJson> Layers(ImportedJson profile)
    {
        var layers = new List<ImportedJson> { profile };
        var distro = CobblerItems.Text(profile, "distro");
        for (var parent = CobblerItems.Text(profile, "parent"); parent is not null && items.Profiles.TryGetValue(parent, out var above)
            && layers.Count < DeepestParents; parent = CobblerItems.Text(above, "parent"))
        {
            layers.Insert(0, above);
            distro ??= CobblerItems.Text(above, "distro");
        }

        if (distro is not null && items.Distros.TryGetValue(distro, out var root))
        {
            layers.Insert(0, root);
        }

        return layers;
    }

    /// <summary>
    /// The words of items, each with the values that the narrowest item which has it gives it. One with an exclamation mark takes away the wider's.
    /// </summary>
    private static Dictionary<string, string?[]> Merged(IReadOnlyList<ImportedJson> layers, params string[] members)
    {
        var merged = new Dictionary<string, string?[]>(StringComparer.Ordinal);
        foreach (var word in layers.SelectMany(
            layer => CobblerItems.Pairs(layer, members).GroupBy(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal)))
        {
            if (word.Key is ['!', .. var gone])
            {
                merged.Remove(gone);
            }
            else
            {
                merged[word.Key] = [.. word];
            }
        }

        return merged;
    }

    private void Arguments(AttributeOwner owner, string name, string attribute, Dictionary<string, string?[]> words)
    {
        // Cobbler's own words for its installer are not ours.
        var theirs = words.Where(
            word => word.Key is not ("ks" or "inst.ks" or "ksdevice" or "autoyast" or "install" or "inst.repo" or "inst.stage2" or "kssendmac"
                or "inst.ks.sendmac"))
            .SelectMany(word => word.Value.Select(value => value is null ? word.Key : $"{word.Key}={Quoted(value)}")).ToArray();
        var kept = theirs.Where(word => AttributeForms.Of(AttributeName.Parse(attribute))?.WhyNot(word) is null).ToArray();
        foreach (var word in theirs.Except(kept, StringComparer.Ordinal))
        {
            draft.Report.LeftOut("word for a kernel", $"{word} of {name}", $"attribute {attribute} cannot hold it");
        }

        if (kept.Length > 0)
        {
            draft.Set(owner, attribute, string.Join(' ', kept));
        }
    }

    // Cobbler keeps a value without the marks that it was given in; the kernel needs them where the value has blanks.
    private static string Quoted(string value) => value.Any(char.IsWhiteSpace) && !value.Contains('"', StringComparison.Ordinal) ? $"\"{value}\"" : value;
}
