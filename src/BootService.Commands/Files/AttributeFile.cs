using BootService.Commands.Attributes;
using BootService.Commands.Grammar;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Files;

/// <summary>Reads an attrfile: the column <c>target</c> says on what the other columns' attributes are set. Pure.</summary>
/// <remarks>
/// A target is a host, an appliance, an environment, <c>global</c>, <c>a:APPLIANCE</c>, <c>o:OS</c> or <c>e:ENVIRONMENT</c>. The row <c>default</c> fills
/// the empty cells of the rows after it; an empty cell sets nothing. The columns <c>attrName</c> and <c>attrVal</c> give one attribute a row instead,
/// and the columns <c>environment</c> and <c>box</c> put hosts there. A row of <c>global</c> with an environment is that environment's, and all hosts of the
/// file
/// that name no other are put into it.
/// </remarks>
internal sealed class AttributeFile
{
    private const string Target = "target";

    private readonly CsvTable _table;
    private readonly FileFaults _faults;
    private readonly Inventory _inventory;
    private readonly AttributeColumns _columns;
    private readonly Dictionary<HostName, Host> _moved = [];
    private readonly List<Change> _changes = [];
    private readonly Dictionary<AttributeOwner, CsvCell[]> _seen = [];
    private readonly HashSet<string> _environments = new(StringComparer.Ordinal);
    private string[] _defaults = [];
    private string? _environment;
    private bool _isWhole;

    private AttributeFile(CsvTable table, FileFaults faults, Inventory inventory, DateTimeOffset now)
    {
        (_table, _faults, _inventory) = (table, faults, inventory);
        _columns = new AttributeColumns(inventory, now, faults);
    }

    /// <summary>The changes of the file; <paramref name="faults"/> is told what is wrong.</summary>
    /// <param name="text">The file.</param>
    /// <param name="inventory">The state.</param>
    /// <param name="now">The time.</param>
    /// <param name="faults">Told of each fault.</param>
    /// <param name="whole">Whether what is so already is among them.</param>
    public static IReadOnlyCollection<Change> Read(string text, Inventory inventory, DateTimeOffset now, FileFaults faults, bool whole = false)
    {
        if (Table(text, faults) is not { } table)
        {
            return [];
        }

        var file = new AttributeFile(table, faults, inventory, now) { _isWhole = whole };
        if (table.Has("attrname") && table.Has("attrval"))
        {
            file.ReadLong();
        }
        else
        {
            file.ReadWide();
        }

        file._changes.AddRange(file._moved.Values.Select(host => new Change.HostSet(host)));
        file._changes.AddRange(file._columns.Followers());
        return file._changes;
    }

    /// <summary>The table, when it has a column that says whose its attributes are; else null, and why was told.</summary>
    public static CsvTable? Table(string text, FileFaults faults)
    {
        if (CsvTable.Parse(text, Name, faults) is not { } table)
        {
            return null;
        }

        bool Names(string column) => table.Headers.Contains(column, StringComparer.OrdinalIgnoreCase);
        if (!table.Has(Target) && Names("name") && (Names("ip") || Names("mac") || Names("device")))
        {
            faults.Add(
                table.HeaderCells[0],
                Names("device")
                    ? "this is a table of partitions: \"stack load storage partition\" takes it"
                    : "this is a table of hosts: \"stack load hostfile\" takes it");
            return null;
        }

        if (!table.Has(Target))
        {
            faults.Add(
                table.HeaderCells[0],
                "one column must be \"target\", which says whose the attributes "
                    + $"are{(table.Headers[0].Length > 0 ? $"; the first is \"{Echo.Of(table.Headers[0])}\"" : string.Empty)}");
            return null;
        }

        if (table.Has("attrname") != table.Has("attrval"))
        {
            var (given, lacking) = table.Has("attrname") ? ("attrname", "attrVal") : ("attrval", "attrName");
            faults.Add(
                table.HeaderCells[table.Headers.IndexOf(given)], $"columns attrName and attrVal go together, and there is no column {lacking}");
            return null;
        }

        return table;
    }

    /// <summary>What a target stands for; null for nothing that there is.</summary>
    /// <exception cref="RefusedException">It names an os, an environment or an appliance that cannot be.</exception>
    public static AttributeOwner? Owner(Inventory inventory, string target) => target switch
    {
        ['o', ':', .. var os] when os.Length > 0 => AttributeOwners.Named(inventory, AttributeScope.Os, os),
        ['e', ':', .. var environment] when environment.Length > 0 => AttributeOwners.Named(inventory, AttributeScope.Environment, environment),
        ['a', ':', .. var appliance] => new AttributeOwner(AttributeScope.Appliance, Hosts.HostRules.Appliance(inventory, appliance).Name),
        _ when target.Equals("global", StringComparison.OrdinalIgnoreCase) => AttributeOwner.Global,
        _ when inventory.Appliances.ContainsKey(target) => new AttributeOwner(AttributeScope.Appliance, target),
        _ when HostPattern.One(inventory, target) is { } host => AttributeOwner.Of(host.Name),
        _ when inventory.KnowsEnvironment(target) => new AttributeOwner(AttributeScope.Environment, target),
        _ when AttributeOwners.IsOs(inventory, target) => new AttributeOwner(AttributeScope.Os, target),
        _ => null,
    };

    /// <summary>Tells that a target is nothing that there is.</summary>
    public static void TellUnknown(Inventory inventory, CsvCell target, FileFaults faults) => faults.Add(
        target, $"\"{Echo.Of(target.Text)}\" is no host, no appliance and not global{(faults.IsSuggesting ? Meant(inventory, target.Text) : string.Empty)}");

    private static string Meant(Inventory inventory, string target) =>
        Spelling.DidYouMean(target, [.. inventory.Appliances.Keys, .. inventory.Hosts.Keys.Order().Select(name => name.ToString())]);

    /// <summary>Attribute names are told apart by case; the words of the file itself are not.</summary>
    private static string Name(string header) => header.ToLowerInvariant() switch
    {
        Target => Target,
        "attrname" or "attr name" or "attr_name" => "attrname",
        "attrval" or "attrvalue" or "attr value" or "attr_value" => "attrval",
        "environment" => "environment",
        "box" => "box",
        _ => header,
    };

    private void ReadWide()
    {
        var names = _table.HeaderCells.Select(
            (cell, at) => _table.Headers[at] is Target or "" || Place(at) is not null ? null : _columns.Of(cell, _table.Headers[at])).ToArray();
        for (var at = 0; at < names.Length; at++)
        {
            // Of two headings in the same letters the table has told already.
            if (names[at] is { } column && Array.IndexOf(names, column) is var first && first < at && _table.Headers[first] != _table.Headers[at])
            {
                _faults.Add(_table.HeaderCells[at], $"column \"{Echo.Of(_table.Headers[at])}\" is there twice: it is attribute {column.Name}");
            }
        }

        // The changes of a row come in the order of their names, which is that of an owner's attributes, and need not be sorted for each.
        var inOrder = Enumerable.Range(0, names.Length).OrderBy(at => names[at]?.Name ?? default).ToArray();
        var made = new Change?[names.Length];
        foreach (var row in _table.Rows)
        {
            var target = _table.Cell(row, Target);
            if (target.Text.Equals("default", StringComparison.OrdinalIgnoreCase))
            {
                _defaults = [.. row.Select(cell => cell.Text)];
                continue;
            }

            if (OwnerOf(target) is not { } owner || (owner.Scope is AttributeScope.Global && !IsOfEnvironment(row, ref owner)))
            {
                continue;
            }

            var isAgain = !_seen.TryAdd(owner, row) || _isWhole;
            if (isAgain && _seen[owner] is var before && before != row)
            {
                TellChanged(before, row, names);
                _seen[owner] = row;
            }

            var set = _inventory.AttributesOn(owner);
            for (var at = 0; at < names.Length; at++)
            {
                var cell = at < row.Length ? row[at] : target;
                var text = at < row.Length && cell.Text.Length > 0 ? cell.Text : at < _defaults.Length ? _defaults[at] : string.Empty;
                if (text.Length == 0)
                {
                    continue;
                }

                if (names[at] is { } column)
                {
                    made[at] = column.Write(owner, set, cell, text, isAgain);
                }
                else if (Place(at) is { } place && !(place == "environment" && owner.Scope is AttributeScope.Environment))
                {
                    Move(owner, cell, place, text);
                }
            }

            _changes.AddRange(inOrder.Select(at => made[at]).OfType<Change>());
            Array.Clear(made);
        }

        foreach (var owner in _seen.Keys.Where(owner => _environment is not null && owner.Scope is AttributeScope.Host))
        {
            var host = HostName.TryParse(owner.Target, null, out var name) ? _moved.GetValueOrDefault(name) ?? _inventory.HostOf(name) : null;
            if (host is not null && !(_moved.ContainsKey(host.Name) && host.Environment is not null))
            {
                _moved[host.Name] = host with { Environment = _environment };
            }
        }
    }

    /// <summary>Of two rows of one target the later one counts, as in Stacki; what the first one said otherwise is not dropped in silence.</summary>
    private void TellChanged(CsvCell[] before, CsvCell[] row, AttributeColumn?[] names)
    {
        for (var at = 0; at < Math.Min(names.Length, Math.Min(before.Length, row.Length)); at++)
        {
            if (names[at] is { } column && before[at].Text.Length > 0 && row[at].Text.Length > 0 && before[at].Text != row[at].Text)
            {
                _faults.Remark(row[at], $"attr \"{column.Name}\" has another value in line {before[at].Line}, and this one was taken");
            }
        }
    }

    /// <summary>Whether a row of global can be read: it has no environment, or one that there can be, whose row it then is.</summary>
    private bool IsOfEnvironment(CsvCell[] row, ref AttributeOwner owner)
    {
        var cell = _table.Cell(row, "environment");
        if (cell.Text.Length == 0)
        {
            return true;
        }

        if (!_faults.Try(cell, () => _environment = Hosts.HostRules.Environment(_inventory, cell.Text)))
        {
            return false;
        }

        owner = new AttributeOwner(AttributeScope.Environment, _environment!);
        Add(owner);
        return true;
    }

    private void ReadLong()
    {
        var written = new HashSet<(AttributeOwner Owner, AttributeName Name)>();
        foreach (var row in _table.Rows)
        {
            var (name, value) = (_table.Cell(row, "attrname"), _table.Cell(row, "attrval"));
            if (OwnerOf(_table.Cell(row, Target)) is not { } owner)
            {
                continue;
            }

            if (name.Text is "environment" or "box" && value.Text.Length > 0)
            {
                Move(owner, value, name.Text, value.Text);
            }
            else if (value.Text.Length > 0 && _columns.Of(name, name.Text) is { } column
                && column.Write(owner, _inventory.AttributesOn(owner), value, value.Text, !written.Add((owner, column.Name)) || _isWhole) is { } change)
            {
                _changes.Add(change);
            }
        }

        for (var at = 0; at < _table.Headers.Length; at++)
        {
            if (_table.Headers[at] is not ("" or Target or "attrname" or "attrval") && _table.IsUsed(at))
            {
                _faults.Add(_table.HeaderCells[at], $"column \"{Echo.Of(_table.Headers[at])}\" cannot be beside attrName and attrVal");
            }
        }
    }

    private AttributeOwner? OwnerOf(CsvCell target)
    {
        AttributeOwner? owner = null;
        if (!_faults.Try(target, () => owner = Owner(_inventory, target.Text)))
        {
            return null;
        }

        if (owner is not { } known)
        {
            TellUnknown(_inventory, target, _faults);
            return null;
        }

        Add(known);
        return known;
    }

    /// <summary>An environment that has a row of its own is there from then on, with or without attributes.</summary>
    private void Add(AttributeOwner owner)
    {
        if (owner.Scope is AttributeScope.Environment && !_inventory.AddedEnvironments.Contains(owner.Target) && _environments.Add(owner.Target))
        {
            _changes.Add(new Change.EnvironmentAdded(owner.Target));
        }
    }

    /// <summary>The property of hosts that a column sets; null when it sets an attribute.</summary>
    private string? Place(int at) => _table.Headers[at] is "environment" or "box" ? _table.Headers[at] : null;

    private void Move(AttributeOwner owner, CsvCell cell, string place, string text)
    {
        if (owner.Scope is not AttributeScope.Host || !HostName.TryParse(owner.Target, null, out var name))
        {
            _faults.Add(cell, $"only a host has {(place == "box" ? "a box" : "an environment")}, and {Core.Audits.AuditTrail.Thing(owner)} is none");
            return;
        }

        var host = _moved.GetValueOrDefault(name) ?? _inventory.HostOf(name)!;
        _faults.Try(cell, () => _moved[name] = place == "box"
            ? host with { Box = Pallets.BoxRules.Existing(_inventory, text) }
            : host with { Environment = Hosts.HostRules.Environment(_inventory, text) });
    }
}
