use super::*;

fn check(text: &str, expected: &str) {
    assert_eq!(masked(text), expected, "{text}");
    assert_eq!(
        masked(text).chars().count(),
        text.chars().count(),
        "places stay"
    );
}

#[test]
fn telephones_are_hidden_and_service_numbers_are_not() {
    check("请打13800138000找我", "请打138••••8000找我");
    check("电话：138 0013 8000。", "电话：138 •••• 8000。");
    check("+86-138-0013-8000", "+86-138-••••-8000");
    check("１３８００１３８０００", "１３８••••８０００");
    check("0312-5551234", "0312-5••••••");
    check("010-55512345", "010-55••••••");
    for public in [
        "110",
        "12345热线",
        "400-123-4567",
        "95598",
        "2026-03-02 14:05",
        "订单202603021405001",
    ] {
        check(public, public);
    }
}

#[test]
fn identity_and_card_numbers_are_known_by_their_check_digits() {
    check("身份证11010519491231002X", "身份证110•••••••••••••••");
    check("110105194912310021", "110105194912310021");
    check("6222 0000 0000 0000 000", "6222 0000 0000 0000 000");
    check("4111 1111 1111 1111", "4111 •••• •••• ••••");
}

#[test]
fn plates_are_hidden() {
    check("一辆京A12345小客车", "一辆京A•••••小客车");
    check("冀F·D06688", "冀F·••••••");
    check("粤Z1234港", "粤Z••••港");
    for other in ["川A级景区", "京ABCDEF", "云A1", "新A股12345678"] {
        check(other, other);
    }
}

#[test]
fn homes_are_hidden_and_public_places_are_not() {
    check(
        "家住青岚县北门外大街12号3号楼2单元501室，",
        "家住青岚县北门外大街•••••••••••••，",
    );
    check("幸福小区3号楼2单元501室", "幸福小区••••••••••");
    check("幸福小区3栋502的水管", "幸福小区•••••的水管");
    check("家住石桥村二组，", "家住石桥村••，");
    for public in [
        "县政府在人民路88号",
        "3号楼正在施工",
        "2026年3月2日",
        "第12号通知",
        "一号线二号口",
        "三层楼",
    ] {
        check(public, public);
    }
}

#[test]
fn accounts_of_messengers_are_hidden() {
    check("加微信：qinglan_2026咨询", "加微信：qi•••••_••••咨询");
    check("QQ 123456789", "QQ 12•••••••");
    check("微信小程序2026版", "微信小程序2026版");
}

#[test]
fn odd_texts_are_left_whole() {
    for text in [
        "",
        "1",
        "•",
        "\u{202e}x",
        "一".repeat(500).as_str(),
        "号",
        "京",
    ] {
        assert_eq!(masked(text).chars().count(), text.chars().count());
    }
    let many = "1".repeat(100_000);
    assert_eq!(masked(&many), many);
}
