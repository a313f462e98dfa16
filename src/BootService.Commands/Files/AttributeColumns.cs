using BootService.Commands.Attributes;
using BootService.Commands.Grammar;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Inventories;

namespace BootService.Commands.Files;

/// <summary>The attributes that a file sets.</summary>
internal sealed class AttributeColumns(Inventory inventory, DateTimeOffset now, FileFaults faults)
{
    private readonly Dictionary<string, AttributeColumn?> _byName = new(StringComparer.Ordinal);
    private readonly Func<AttributeName, AttributeSecrecy> _secrecy = AttributeSecrecy.In(inventory);

    /// <summary>The attribute of a name; null when it cannot be set, and why was told.</summary>
    public AttributeColumn? Of(CsvCell cell, string text)
    {
        if (_byName.TryGetValue(text, out var known))
        {
            return known;
        }

        return _byName[text] = New(cell, text);
    }

    /// <summary>Readable values of names that have become secrets with the file.</summary>
    public IEnumerable<Change> Followers() => _byName.Values.OfType<AttributeColumn>().SelectMany(column => column.Followers());

    private AttributeColumn? New(CsvCell cell, string text)
    {
        if (!AttributeName.TryParse(text, null, out var name))
        {
            faults.Add(cell, text.Length == 0 ? "there is no attribute name" : $"\"{Echo.Of(text)}\" is not an attribute name");
            return null;
        }

        if (IntrinsicAttributes.IsIntrinsic(name))
        {
            faults.Add(cell, $"attr \"{name}\" is computed by the appliance and cannot be set");
            return null;
        }

        // "a/b" and "a.b" are one name.
        return _byName.Values.FirstOrDefault(column => column?.Name == name) ?? new AttributeColumn(name, _secrecy(name), inventory, now, faults);
    }
}

/// <summary>One attribute that a file sets. Equal values that follow each other are one value.</summary>
internal sealed class AttributeColumn(AttributeName name, AttributeSecrecy secrecy, Inventory inventory, DateTimeOffset now, FileFaults faults)
{
    private readonly HashSet<AttributeOwner> _secret = [];
    private AttributeValue? _last;
    private string? _lastText;

    public AttributeName Name => name;

    /// <summary>What gives a value to an owner; null where it has it already, or where it cannot be, which is told.</summary>
    /// <param name="owner">Whom it is given to.</param>
    /// <param name="set">What the owner has now.</param>
    /// <param name="cell">Where it stands.</param>
    /// <param name="text">The value.</param>
    /// <param name="isAgain">Whether the file may have given the owner another value before.</param>
    public Change? Write(AttributeOwner owner, AttributeSet set, CsvCell cell, string text, bool isAgain)
    {
        var shadow = secrecy.IsSecret(owner);
        if (!isAgain && set.Count > 0 && set.Find(name) is { } known && known.Text == text && known.Shadow == shadow)
        {
            // A file that is loaded again says much that is so already.
            return null;
        }

        if (_last is not null && _lastText == text)
        {
            _last = _last.Shadow == shadow ? _last : _last with { Shadow = shadow };
        }
        else if (!IsTaken(cell, text, shadow))
        {
            return null;
        }

        if (shadow)
        {
            _secret.Add(owner);
        }

        return new Change.AttributeWritten(owner, name, _last!);
    }

    /// <summary>See <see cref="AttributeSecrecy.Followers"/>.</summary>
    public IEnumerable<Change> Followers() => _secret.Count > 0 ? secrecy.Followers(_secret) : [];

    private bool IsTaken(CsvCell cell, string text, bool shadow)
    {
        // Said without a closure: half a million cells come here.
        try
        {
            (_last, _lastText) = (new AttributeValue(SecretAttributes.Kept(name, AttributeWriting.Checked(inventory, name, text)), shadow, now), text);
            return true;
        }
        catch (RefusedException fault)
        {
            faults.Add(cell, fault.Message);
            return false;
        }
    }
}
