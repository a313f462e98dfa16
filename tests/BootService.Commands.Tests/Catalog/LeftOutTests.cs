using BootService.Commands.Catalog;
using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Catalog;

public sealed class LeftOutTests : IDisposable
{
    private readonly Bench _stack = new();

    public static TheoryData<string> Verbs() => [.. StackiVerbs.All];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_verb_of_Stackis_is_one_here_or_is_told_what_takes_its_place(string verb)
    {
        var words = verb.Split(' ');
        if (_stack.Catalog.DeclarationOf(words) is { } known && (known.Words == verb || known.Aliases.Contains(verb)))
        {
            return;
        }

        var sentence = _stack.NotUnderstood([.. words, "frontend-0-0", "name=x"]);
        Assert.Contains("of Stacki is left out: ", sentence, StringComparison.Ordinal);
        Assert.StartsWith($"\"{string.Join(' ', words.Take(2))}", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list host graph backend-0-0", "\"list host graph\" of Stacki is left out: \"stack list graph HOST format=dot\" draws it")]
    [InlineData(
        "set host metadata backend-0-0 metadata=x",
        "\"set host metadata\" of Stacki is left out: it is an attribute: \"stack set host attr HOST attr=metadata value=...\"")]
    [InlineData("set host storage backend-0-0 action=x", "set by the controller's own tool")]
    [InlineData("list switch mac", "switches are not configured from here")]
    [InlineData("add roll x.iso", "a roll is a pallet here")]
    public void Words_that_are_left_out_are_told_and_no_host_is_looked_for(string line, string sentence) =>
        Assert.Contains(sentence, _stack.NotUnderstood(line.Split(' ')), StringComparison.Ordinal);

    [Fact]
    public void A_host_of_that_name_is_listed()
    {
        _stack.Type("add host graph appliance=backend rack=9 rank=9");
        Assert.Equal("graph", Assert.Single(_stack.Type("list host graph").Rows)[0]);
    }

    /// <summary>A row of the tables that names a verb or a parameter we have would hide ours, or say nothing.</summary>
    [Fact]
    public void Nothing_that_is_here_is_told_to_be_left_out()
    {
        foreach (var verb in _stack.Catalog.Declarations)
        {
            foreach (var words in verb.Aliases.Append(verb.Words))
            {
                Assert.Null(LeftOutVerbs.Sentence(words.Split(' '), words.Split(' ').Length));
            }

            Assert.All(verb.Parameters, parameter => Assert.Null(LeftOutParameters.Of(verb.Words, parameter.Name)));
        }
    }

    [Fact]
    public void Rows_about_parameters_name_verbs_that_there_are() =>
        Assert.All(LeftOutParameters.Verbs, words => Assert.Contains(_stack.Catalog.Declarations, verb => verb.Words == words));

    [Theory]
    [InlineData(
        "add network storage address=10.9.0.0 mask=255.255.0.0 dns=False",
        "dns= has no part in \"add network\": names are answered for each network that has a zone")]
    [InlineData("set host boot backend-0-0 action=os sync=false", "every change is in effect when it is made")]
    [InlineData("list host expanded=true", "every column that there is is listed")]
    [InlineData("list attr display=common", "it is about hosts, as in \"stack list host attr HOST display=common\"")]
    [InlineData("add box test os=redhat", "a box is for whatever its pallets are for")]
    [InlineData("add host route backend-0-0 address=10.7.0.0/16 gateway=10.1.0.1 syncnow=true", "\"stack sync host network HOST\"")]
    public void What_needs_no_saying_here_is_taken_with_a_word(string line, string remark) =>
        Assert.Contains(_stack.Type(line).Messages, message => message.Contains(remark, StringComparison.Ordinal));

    [Theory]
    [InlineData("add cart tools url=http://there/tools.tgz", "a cart is a folder")]
    [InlineData("list host hash=yes", "\"stack list host hash\" lists them")]
    [InlineData("list pallet expanded=true", "where a pallet was fetched from is not kept")]
    [InlineData("remove storage controller scope=host slot=1", "the scope is a word of the verb")]
    [InlineData("load storage controller file=x processor=y scope=host", "unknown parameter \"scope\"")]
    [InlineData("list attr scope=host", "the scope is a word of the verb")]
    [InlineData("list host profile backend-0-0 chapter=main", "it prints the profile whole")]
    public void What_cannot_be_taken_is_told_with_what_takes_its_place(string line, string sentence) =>
        Assert.Contains(sentence, _stack.NotUnderstood(line.Split(' ')), StringComparison.Ordinal);

    public void Dispose() => _stack.Dispose();
}
