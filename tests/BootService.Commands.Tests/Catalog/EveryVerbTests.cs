using BootService.Commands.Catalog;
using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Catalog;

/// <summary>What holds for every verb there is, tried on each by the line that its own help shows.</summary>
public sealed class EveryVerbTests : IDisposable
{
    /// <summary>Verbs that run without an end, or ask for other frontends, folders and programs before they look at their words.</summary>
    private static readonly string[] Elsewhere = ["watch", "wait"];

    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    public static TheoryData<string> Verbs()
    {
        using var stack = new Bench(nodes: false);
        return [.. stack.Catalog.Declarations.Where(verb => verb.Example.Length > 0).Select(verb => verb.Words)];
    }

    public static TheoryData<string> VerbsOfHosts()
    {
        using var stack = new Bench(nodes: false);
        return
        [
            .. stack.Catalog.Declarations.Where(verb => verb.Arguments is [{ Kind: ValueKind.Hosts, Optional: false }, ..] && !Elsewhere.Contains(verb.Words))
                .Select(verb => verb.Words),
        ];
    }

    public static TheoryData<string, string> Parameters()
    {
        using var stack = new Bench(nodes: false);
        var data = new TheoryData<string, string>();
        foreach (var verb in stack.Catalog.Declarations.Where(verb => verb.Example.Length > 0))
        {
            foreach (var parameter in verb.Parameters.Where(parameter => Impossible(parameter.Kind) is not null))
            {
                data.Add(verb.Words, parameter.Name);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_parameter_that_it_has_not_is_named_with_what_it_has(string words)
    {
        var before = _stack.Inventory;
        var sentence = _stack.NotUnderstood([.. Example(words), "frobnicate=1"]);
        Assert.StartsWith("unknown parameter \"frobnicate\"", sentence, StringComparison.Ordinal);
        Assert.Contains($"(usage: stack {words}", sentence, StringComparison.Ordinal);
        Assert.Same(before, _stack.Inventory);
    }

    /// <summary>A word with the end of a line in it, or with what colours a terminal, is told in one line and colours nothing.</summary>
    [Theory]
    [MemberData(nameof(Verbs))]
    public void Whatever_is_typed_what_is_said_of_it_is_one_line(string words)
    {
        var (end, output) = _stack.Try([.. words.Split(' '), "a\nb\u001b[31m", "frobnicate\r\n=1"]);
        Assert.True(end.Exit != 0 || output.Messages.Count > 0);
        Assert.All((string[])[end.Sentence ?? string.Empty, .. output.Faults, .. output.Messages], sentence => Assert.DoesNotContain(sentence, char.IsControl));
    }

    /// <summary>A word of any length is shown by its beginning: a screen of it would hide what the sentence says.</summary>
    [Theory]
    [MemberData(nameof(Verbs))]
    public void However_much_is_typed_what_is_said_of_it_can_be_read(string words)
    {
        var file = $"file=/{new string('b', 70_000)}";
        Assert.All(
            (string[][])[[new string('a', 70_000)], [file], [new string('a', 70_000), file]],
            typed =>
            {
                var (end, output) = _stack.Try([.. words.Split(' '), .. typed]);

                // Where a backup that was made lies is told whole; only the stand-in for the disk makes one of so long a name.
                var messages = words == "backup" && end.Exit == 0 ? [] : output.Messages;
                Assert.All((string[])[end.Sentence ?? string.Empty, .. output.Faults, .. messages], said => Assert.InRange(said.Length, 0, 4_000));
            });
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public void A_value_that_its_parameter_cannot_have_is_named(string words, string parameter)
    {
        var before = _stack.Inventory;
        var kind = _stack.Catalog.DeclarationOf(words.Split(' '))!.Parameters.Single(one => one.Name == parameter).Kind;
        var line = Example(words).Where(word => !word.StartsWith(parameter + "=", StringComparison.Ordinal));
        var sentence = _stack.NotUnderstood([.. line, $"{parameter}={Impossible(kind)}"]);
        Assert.StartsWith($"\"{parameter}\" parameter must be", sentence, StringComparison.Ordinal);
        Assert.Same(before, _stack.Inventory);
    }

    [Theory]
    [MemberData(nameof(VerbsOfHosts))]
    public void It_does_nothing_to_a_host_that_is_not_there_and_never_means_all_of_them(string words)
    {
        var before = _stack.Inventory;
        var rest = Example(words)[words.Split(' ').Length..];
        var line = words.Split(' ').Append("backend-9-9").Concat(rest.Skip(1)).ToArray();
        Assert.StartsWith("cannot resolve host \"backend-9-9\"", _stack.Refused(line), StringComparison.Ordinal);
        var (fits, shown) = _stack.Try([.. words.Split(' '), "backend-9-*", .. rest.Skip(1)]);
        var mayBeNobody = _stack.Catalog.DeclarationOf(words.Split(' '))!.Looks && shown.Rows.Count == 0;
        Assert.True(fits.Exit == 1 || mayBeNobody, "a pattern that nothing fits is nobody");
        var (end, _) = _stack.Try([.. words.Split(' '), .. rest.Skip(1).Where(word => word.Contains('=', StringComparison.Ordinal))]);
        Assert.Equal(2, end.Exit);
        Assert.Same(before, _stack.Inventory);
    }

    private string[] Example(string words)
    {
        var example = PrintedLineTests.Words(_stack.Catalog.DeclarationOf(words.Split(' '))!.Example);
        Assert.Equal(words.Split(' '), example.Take(words.Split(' ').Length));
        return example;
    }

    /// <summary>A value that nothing of a kind can be; null for kinds that take any text.</summary>
    private static string? Impossible(ValueKind kind) => kind switch
    {
        ValueKind.Flag => "perhaps",
        ValueKind.Number => "many",
        ValueKind.Choice => "neither-nor",
        ValueKind.Address => "10.1.0.256",
        ValueKind.Mac => "52:54",
        ValueKind.NewHost => "under_score",
        ValueKind.Attribute => "1 2",
        ValueKind.Place => "a b",
        _ => null,
    };
}
