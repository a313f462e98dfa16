using System.Text.Json;
using BootService.Core.Hosts;
using Xunit;

namespace BootService.Core.Tests.Hosts;

public class PlaceTests
{
    [Fact]
    public void Numbers_come_first_and_words_go_by_their_numbers()
    {
        string[] sorted = ["0", "2", "10", "100", "A1", "A2", "A12", "A12b", "B", "row-2.1", "row-10.1"];
        Assert.Equal(sorted, sorted.Reverse().Select(text => Place.Parse(text)).Order().Select(place => place.ToString()));
    }

    [Theory]
    [InlineData("007", "7")]
    [InlineData("A12", "A12")]
    public void A_number_is_one_however_it_is_written(string text, string shown) => Assert.Equal(shown, Place.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("99999999999")]
    [InlineData("row 2")]
    [InlineData("A/1")]
    [InlineData("ź")]
    public void Anything_else_is_no_place(string text) => Assert.False(Place.TryParse(text, null, out _));

    [Fact]
    public void In_JSON_a_number_is_a_number()
    {
        Place[] places = [3, Place.Parse("A12")];
        Assert.Equal("[3,\"A12\"]", JsonSerializer.Serialize(places));
        Assert.Equal(places, JsonSerializer.Deserialize<Place[]>("[3,\"A12\"]")!);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Place[]>("[-3]"));
    }
}
