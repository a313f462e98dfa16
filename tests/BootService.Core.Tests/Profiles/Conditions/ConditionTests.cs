using BootService.Core.Profiles.Conditions;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Profiles.Conditions;

public class ConditionTests
{
    private static readonly Dictionary<string, string> Attributes = new()
    {
        ["is_m"] = "true",
        ["no"] = "false",
        ["n"] = "3",
        ["f"] = "1.5",
        ["s"] = "abc",
        ["os"] = "redhat",
        ["os.version"] = "6.x",
        ["scope.a"] = "x",
        ["one"] = "1",
        ["zero"] = "0",
        ["empty"] = "",
        ["quote"] = "a\"b",
        ["with-hyphen"] = "yes",
    };

    [Theory]
    [InlineData("is_m", true)]
    [InlineData("no", false)]
    [InlineData("undefined", false)]
    [InlineData("not undefined", true)]
    [InlineData("undefined == None", true)]
    [InlineData("is_m and not no", true)]
    [InlineData("is_m && n==3", true)]
    [InlineData("no || is_m", true)]
    [InlineData("one == True", true)]
    [InlineData("one == 1", true)]
    [InlineData("zero", false)]
    [InlineData("True", true)]
    [InlineData("true", true)]
    [InlineData("FALSE", false)]
    [InlineData("n == 3", true)]
    [InlineData("n == \"3\"", false)]
    [InlineData("n > 2", true)]
    [InlineData("n in [1,2,3]", true)]
    [InlineData("s == \"abc\"", true)]
    [InlineData("s != \"abd\"", true)]
    [InlineData("os in [\"redhat\",\"sles\"]", true)]
    [InlineData("scope.a == \"x\"", true)]
    [InlineData("1.5 < 2", true)]
    [InlineData("", true)]
    [InlineData("  ", true)]
    public void The_cases_measured_in_Stacki_hold(string expression, bool expected) => Assert.Equal(expected, Holds(expression));

    [Theory]
    [InlineData("os.version == \"6.x\"", true)]
    [InlineData("s != \"abc\"", false)]
    [InlineData("n != 4", true)]
    public void Where_Stacki_had_a_bug_the_sane_thing_happens(string expression, bool expected) => Assert.Equal(expected, Holds(expression));

    [Theory]
    [InlineData("is_m or no and no", true)]
    [InlineData("(is_m or no) and no", false)]
    [InlineData("not no and no", false)]
    [InlineData("not n == 4", true)]
    [InlineData("not not is_m", true)]
    [InlineData("1 < n <= 3", true)]
    [InlineData("1 < n < 3", false)]
    [InlineData("n not in (1, 2)", true)]
    [InlineData("n in (3,)", true)]
    [InlineData("n in ()", false)]
    [InlineData("\"ed\" in os", true)]
    [InlineData("n in os", false)]
    [InlineData("undefined in os", false)]
    [InlineData("(undefined or \"x\") == \"x\"", true)]
    [InlineData("s is not None", true)]
    [InlineData("n <> 4", true)]
    [InlineData("f == 1.5 and f > -1", true)]
    [InlineData("[1, \"a\"] == [1.0, 'a']", true)]
    [InlineData("empty", false)]
    [InlineData("empty == ''", true)]
    [InlineData("quote == \"a\\\"b\"", true)]
    [InlineData("s < 'abd'", true)]
    [InlineData("with-hyphen", true)]
    [InlineData("os == 'red\\x'", false)]
    public void Operators_bind_and_compare_as_in_Python(string expression, bool expected) => Assert.Equal(expected, Holds(expression));

    [Theory]
    [InlineData("undefined < 1")]
    [InlineData("undefined > 1")]
    [InlineData("s < 1")]
    [InlineData("s >= 1")]
    [InlineData("1 in 1")]
    public void What_has_no_order_is_false(string expression) => Assert.False(Holds(expression));

    [Theory]
    [InlineData("!no", 1, "write \"not\"")]
    [InlineData("n = 3", 3, "write \"==\"")]
    [InlineData("n & 3", 3, "write \"and\"")]
    [InlineData("len(s)", 4, "functions cannot be called")]
    [InlineData("s.startswith(\"a\")", 13, "functions cannot be called")]
    [InlineData("__import__(\"os\")", 11, "functions cannot be called")]
    [InlineData("n ==", 5, "a value is missing before the end")]
    [InlineData("(n == 3", 8, "\")\" is missing before the end")]
    [InlineData("[1, 2", 6, "\"]\" is missing")]
    [InlineData("s == \"abc", 6, "lacks its closing \"")]
    [InlineData("n == 7.3.1", 6, "\"7.3.1\" is not a number: put text in quotes")]
    [InlineData("is_m is_n", 6, "is missing before \"is_n\"")]
    [InlineData("and n", 1, "a value is missing before \"and\"")]
    [InlineData("n not 3", 7, "\"in\" is missing")]
    [InlineData("a. == 1", 1, "not an attribute name")]
    [InlineData("n + 3", 3, "is missing before \"+\"")]
    [InlineData("- s", 3, "a number is missing")]
    [InlineData("$x", 1, "\"$\" is not known")]
    [InlineData("\uffff", 1, "is not known")]
    public void A_wrong_expression_names_its_column(string expression, int column, string words)
    {
        var fault = Condition.Parse(expression, out var condition);
        Assert.Null(condition);
        Assert.Equal(column, fault!.Value.Column);
        Assert.Contains(words, fault.Value.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Endless_nesting_is_refused_and_endless_negation_is_not_nesting()
    {
        Assert.NotNull(Condition.Parse(new string('(', 100_000), out _));
        Assert.NotNull(Condition.Parse(new string('[', 100_000), out _));
        Assert.Null(Condition.Parse(string.Concat(Enumerable.Repeat("not ", 100_000)) + "n", out var negated));
        Assert.True(negated!.Holds(Attributes.GetValueOrDefault));
    }

    [Fact]
    public void A_condition_tells_which_attributes_it_asks_for()
    {
        Assert.Null(Condition.Parse("a.b and c in [d, 'e', True, None] and a.b", out var condition));
        Assert.Equal(["a.b", "c", "d"], condition!.Attributes);
    }

    private static readonly string[] Words =
    [
        "and", "or", "not", "in", "is", "(", ")", "[", "]", ",", "==", "<", "a.b", "1.5", "'x'", "\"", "-", "&&", "\0a\0", "\0",
    ];

    [Fact]
    public void No_text_at_all_makes_the_parser_throw() => Gen.OneOf(
            Gen.String,
            Gen.Int[0, Words.Length - 1].Select(i => Words[i]).Array
                .Select(words => string.Join(' ', words)))
        .Sample(text =>
        {
            var fault = Condition.Parse(text, out var condition);
            Assert.Equal(fault is null, condition is not null);
            condition?.Holds(Attributes.GetValueOrDefault);
            Assert.InRange(fault?.Column ?? 1, 1, text.Length + 1);
        });

    private static bool Holds(string expression)
    {
        Assert.Null(Condition.Parse(expression, out var condition));
        return condition!.Holds(Attributes.GetValueOrDefault);
    }
}
