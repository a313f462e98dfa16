namespace BootService.Core.Profiles.Nodes;

/// <summary>One host's values while its node files are rendered, and what went wrong.</summary>
internal sealed class RenderScope : Graphs.IGraphHost
{
    /// <summary>Characters that attribute values may add to one profile; a large value used often must not exhaust the daemon.</summary>
    private const long MaxFilled = 8 << 20;

    private readonly ProfileRequest _request;
    private readonly AttributeLookup _lookup;
    private readonly List<ProfileFault> _faults = [];
    private readonly List<ProfileFault> _missing = [];
    private readonly Dictionary<string, string?> _facts = new(StringComparer.Ordinal);
    private Dictionary<string, string>? _variables;
    private long _filled;

    public RenderScope(ProfileRequest request)
    {
        _request = request;
        _lookup = Value;
        Applies = Holds;
    }

    public ProfileRequest Request => _request;

    /// <summary>Path of the file being rendered, for faults.</summary>
    public string File { get; set; } = "";

    /// <summary>The node the file belongs to.</summary>
    public string Node { get; set; } = "";

    public IReadOnlyList<ProfileFault> Faults => _faults;

    /// <summary>Whether a guard holds; made once because graphs ask it often.</summary>
    public Func<Guard, bool> Applies { get; }

    public string? Value(string name)
    {
        if (_variables is not null && _variables.TryGetValue(name, out var variable))
        {
            return variable;
        }

        return name.StartsWith(ProfileFacts.Prefix, StringComparison.Ordinal) ? Fact(name) : _request.Attributes(name);
    }

    /// <summary>Found once: conditions ask for whole scripts, only to see whether there is one.</summary>
    private string? Fact(string name) => _facts.TryGetValue(name, out var known) ? known : _facts[name] = ProfileFacts.Find(_request, name);

    public void SetVariable(string name, string value) => (_variables ??= [])[name] = value;

    public void Fail(int line, int column, string sentence, string? attribute = null, ProfileFaultKind kind = ProfileFaultKind.Other)
    {
        var fault = new ProfileFault(File, line, column, Node, attribute, sentence) { Kind = kind };
        if (!_faults.Contains(fault))
        {
            _faults.Add(fault);
        }
    }

    /// <summary>What packages and groups nobody has.</summary>
    public IReadOnlyList<ProfileFault> Missing => _missing;

    /// <summary>Notes a package or group that nobody has.</summary>
    public void Miss(int line, int column, string sentence)
    {
        var fault = new ProfileFault(File, line, column, Node, Attribute: null, sentence);
        if (!_missing.Contains(fault))
        {
            _missing.Add(fault);
        }
    }

    public void AddFaults(IEnumerable<ProfileFault> faults) => _faults.AddRange(faults);

    /// <summary>The value of a run; an undefined one is a fault and counts as nothing.</summary>
    public string Fill(TextRun run)
    {
        if (!run.IsEntity)
        {
            return run.Text;
        }

        if (Value(run.Text) is not { } value)
        {
            FailUndefined(run.Text, run.Line, run.Column);
            return "";
        }

        var before = _filled;
        _filled += value.Length;
        if (before <= MaxFilled && _filled > MaxFilled)
        {
            Fail(run.Line, run.Column, $"attribute values add more than {MaxFilled} characters to the profile, with &{run.Text}; the last", run.Text);
        }

        return _filled > MaxFilled ? "" : value;
    }

    public string Fill(AttributeTemplate text)
    {
        if (text.Constant is { } constant)
        {
            return constant;
        }

        var filled = SpareText.Begin();
        foreach (var run in text.Runs)
        {
            filled.Append(Fill(run));
        }

        return SpareText.End(filled);
    }

    /// <inheritdoc/>
    bool Graphs.IGraphHost.Applies(Graphs.GraphFile file, IReadOnlyList<Guard> guards)
    {
        (File, Node) = (file.Document.Path, string.Empty);
        return guards.All(Holds);
    }

    /// <inheritdoc/>
    string Graphs.IGraphHost.Fill(Graphs.GraphFile file, AttributeTemplate text)
    {
        (File, Node) = (file.Document.Path, string.Empty);
        return Fill(text).Trim();
    }

    private bool Holds(Guard guard)
    {
        if (!guard.HoldsFor(_request.Arch, _request.System, _request.Release))
        {
            return false;
        }

        if (guard.Condition is null)
        {
            return true;
        }

        foreach (var entity in guard.Condition.Entities)
        {
            if (Value(entity) is null)
            {
                FailUndefined(entity, guard.Line, guard.Column);
                return false;
            }
        }

        return guard.Condition.Holds(_lookup);
    }

    private void FailUndefined(string name, int line, int column) => Fail(
        line, column, $"&{name}; is not an attribute of this host: set it, for example with \"stack set attr attr={name} value=…\"", name,
        ProfileFaultKind.UndefinedAttribute);
}
